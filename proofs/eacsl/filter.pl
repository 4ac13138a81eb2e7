#!/usr/bin/perl
# The header with the contracts that hold of rounded numbers, for E-ACSL, line for line. A clause is left out
#   - that mentions a logic function or predicate with a real argument or result, or one that mentions such a one: a formula of the
#     real model, from which rounding differs;
#   - that left_out.txt names: equations between numbers written out in the clause itself;
#   - of a kind that is not executed: assigns, terminates, variants.
# Ghost code goes too. The last line on the error output tells how many clauses were kept and left out.
#   filter.pl left_out.txt acsl-file... < delgrad.h > copy
use strict;
use warnings;

my %named;
open my $reals, '<', shift or die "left_out.txt: $!";
while (<$reals>) { $named{"$1 $2"} = 1 if /^(\w+)\s+(\w+|\*)/ }
close $reals;

# Logic definitions: name => text; those over reals.
my (%text, %real);
for my $file (@ARGV) {
  open my $in, '<', $file or die "$file: $!";
  local $/;
  my $all = <$in>;
  while ($all =~ m{/\*@(.*?)\*/}gs) {
    my $block = $1;
    $block =~ s{//[^\n]*}{}g;
    for my $definition (split /;(?=\s*(?:logic|predicate|lemma|axiom|\}|$))/, $block) {
      next unless $definition =~ /\b(?:logic\s+(\w+(?:\s*\*)?)|predicate)\s+(\w+)\s*(?:\{\w+\})?\s*(?:\(([^)]*)\))?\s*=/s;
      my ($type, $name, $arguments) = ($1 // '', $2, $3 // '');
      $text{$name} = $definition;
      $real{$name} = 1 if $type eq 'real' || $arguments =~ /\breal\b/ || $definition =~ /\\(?:exp|log|sqrt)\b/;
    }
  }
}
# Recursive definitions too: E-ACSL 25 takes minutes over them.
for my $name (keys %text) { $real{$name} = 1 if (() = $text{$name} =~ /\b$name\b/g) > 1 }
for my $round (1 .. 10) {
  for my $name (keys %text) {
    for my $word ($text{$name} =~ /\w+/g) { $real{$name} = 1 if $real{$word} && $word ne $name }
  }
}

local $/;
my $header = <STDIN>;
my ($kept, $left) = (0, 0);
$header =~ s{^#include "proofs/acsl/(?:lemmas|ideal)\.h"}{}gm;

# The name of the function that a place of the header belongs to, or for a contract the one that follows.
my @functions;
while ($header =~ /^(?:DG_FLATTEN )?static [^\n(]*\b(dg_\w+)\(/gm) { push @functions, [$-[0], $1] }
sub function_at {
  my ($place, $next) = @_;
  my $name = '';
  for (@functions) {
    if ($_->[0] > $place) { return $next ? $_->[1] : $name }
    $name = $_->[1];
  }
  return $name;
}

# E-ACSL 25 executes no definition that reads memory, so clauses hold their text in place of their name, bound variables renamed.
my %parameters;
for my $name (keys %text) {
  $text{$name} =~ /\b\Q$name\E\s*(?:\{\w+\})?\s*(?:\(([^)]*)\))?\s*=\s*(.*)$/s or next;
  my ($arguments, $body) = ($1 // '', $2);
  $body =~ s/;\s*$//;
  $body =~ s/\s+/ /g;
  $parameters{$name} = [map { /(\w+)\s*$/ ? $1 : () } split /,/, $arguments];
  $text{$name} = $body;
}
my $fresh = 0;
sub expand {
  my ($clause, $depth) = @_;
  return $clause if $depth > 12;
  my $names = join '|', map { quotemeta } grep { $parameters{$_} } keys %parameters;
  while ($clause =~ /(?<![\w>.])($names)\b(?!\s*:[^:])/) {
    my ($from, $to, $name) = ($-[0], $+[0], $1);
    my @arguments;
    if (@{$parameters{$name}}) {
      my $rest = substr($clause, $to);
      last unless $rest =~ /^\s*(\((?:[^()]++|(?1))*\))/;
      $to += $+[0];
      my ($inside, $level, $argument) = (substr($1, 1, -1), 0, '');
      for my $c (split //, $inside) {
        $level++ if $c eq '(' || $c eq '[' || $c eq '{';
        $level-- if $c eq ')' || $c eq ']' || $c eq '}';
        if ($c eq ',' && $level == 0) { push @arguments, $argument; $argument = '' } else { $argument .= $c }
      }
      push @arguments, $argument;
    }
    my $body = $text{$name};
    my %bound;
    while ($body =~ /\\(?:forall|exists)\s+\w+((?:\s*,?\s*\w+)+)\s*;/g) { $bound{$_} = 1 for $1 =~ /\w+/g }
    for my $variable (keys %bound) { $fresh++; $body =~ s/(?<![\w>.])$variable\b/${variable}_$fresh/g }
    my %by;
    @by{@{$parameters{$name}}} = @arguments;
    if (%by) {
      my $which = join '|', map { quotemeta } keys %by;
      $body =~ s/(?<![\w.])(?<!->)($which)\b/my $v = $by{$1}; $v =~ s{^\s+|\s+$}{}g; $v =~ m{^[\w]+$} ? $v : "($v)"/ge;
    }
    substr($clause, $from, $to - $from) = "($body)";
    return '' if length $clause > 1500; # separations of many arrays: minutes of compilation
  }
  return $clause;
}

# Variables of ghost code, by function: a clause that mentions one goes with it.
my %ghost;
while ($header =~ m{/\*@\s*ghost\b(.*?)\*/}gs) {
  my ($function, $code) = (function_at($-[0], 0), $1);
  while ($code =~ /\b(?:dg_\w+|size_t|int|double|float)\s+((?:\w+\s*=[^;]*?)?\w+\s*=)/g) {
    $ghost{"$function $_"} = 1 for $1 =~ /(\w+)\s*=/g;
  }
}

my $result = '';
my $at = 0;
while ($header =~ m{(/\*@(.*?)\*/|//@([^\n]*))}gs) {
  my ($from, $to, $all, $body) = ($-[0], $+[0], $1, defined $2 ? $2 : $3);
  $result .= substr($header, $at, $from - $at);
  $at = $to;
  (my $blank = $all) =~ s/[^\n]//g;
  if ($body =~ /^\s*ghost\b/) { $result .= " $blank"; next }
  my $in_loop = $body =~ /^\s*loop\b/;
  my $in_body = $in_loop || $body =~ /^\s*assert\b/;
  my $function = function_at($from, !$in_body);
  $body =~ s{//[^\n]*}{}g;
  my @keep;
  (my $apart = $body) =~ s/(\\(?:forall|exists)\b[^;]*);/$1\x01/g; # the semicolon of a quantifier does not end a clause
  for my $clause (split /;/, $apart) {
    $clause =~ s/\x01/;/g;
    (my $flat = $clause) =~ s/\s+/ /g;
    $flat =~ s/^ | $//g;
    next if $flat eq '';
    next if $flat =~ /^(?:loop )?(?:assigns|variant)\b|^terminates\b/;
    my ($name) = $flat =~ /^(?:loop invariant|requires|ensures|assert)\s+(\w+)\s*:/;
    my $is_real = $flat =~ /\\(?:exp|log|sqrt)\b/ || ($name && $named{"$function $name"}) || $named{"$function *"};
    for my $word ($flat =~ /\w+/g) { $is_real = 1 if $real{$word} || $ghost{"$function $word"} }
    if ($is_real || $flat =~ /^assert/) { $left++; next } # assertions are steps of proofs, most of them about reals
    # Of what a function ensures: statuses, indices, order, counts and sizes.
    if ($flat =~ /^ensures/ && ($name // '') !~ /^(?:status|bound|order|causal|silent|indices|injective|stable|kinds|index|sizes|counts|
        labels|class|output|correct|next|seeded|groups|sources|at|same|length|room|bytes|sum|product|zero|not_causal|valid)$/x) {
      $left++;
      next;
    }
    $flat = expand($flat, 0);
    # E-ACSL 25 reads \old and \at even where a null pointer forbids it, holds \separated false there, has no \is_finite, and stops
    # on ensures about a structure handed in by value.
    my $by_value = $flat =~ /^ensures/ && $flat =~ /(?<![\w\\>.\]])[a-z]\w*\.[a-z]/;
    if ($flat eq '' || $by_value || $flat =~ /\\(?:old|at)\b|\\separated|\\is_(?:finite|NaN)/) { $left++; next }
    $kept++;
    push @keep, $flat;
  }
  if (!@keep) { $result .= " $blank"; next }
  $result .= '/*@ ' . join('; ', @keep) . '; ' . $blank . '*/';
}
$result .= substr($header, $at);
print $result;
print STDERR "kept $kept left $left\n";
