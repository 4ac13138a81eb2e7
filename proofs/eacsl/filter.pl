#!/usr/bin/perl
# The header with the contracts that hold of rounded numbers, for E-ACSL, line for line. A clause is left out
#   - that mentions a logic function or predicate with a real argument or result, or one that mentions such a one: a formula of the
#     real model, from which rounding differs
#     (real), or a recursive one, over which E-ACSL 25 takes minutes (recursive), or one that is declared without a definition
#     (undefined);
#   - that left_out.txt names, with why (named);
#   - that is an assertion, a step of a proof (proof step), or mentions ghost variables (ghost);
#   - that speaks of the real model alone and is \true without it (ideal);
#   - that E-ACSL 25 cannot evaluate: see below (by value, is_finite, old, separated), or too long a text (long);
#   - of a kind that is not executed, and not counted: assigns, terminates, variants.
# Ghost code and definitions go too. The last line on the error output tells how many clauses were kept and left out.
#   filter.pl left_out.txt list acsl-file... < header > copy      list receives: function, clause, why, of each left out
use strict;
use warnings;

my %named;
open my $reals, '<', shift or die "left_out.txt: $!";
while (<$reals>) { $named{"$1 $2"} = 'named' if /^(\w+)\s+(\w+|\*)/ }
close $reals;

my (%why, $list);
sub leave { # function, clause without its name, why: category
  my ($function, $flat, $category) = @_;
  $why{$category}++;
  print $list "$function\t$category\t", substr($flat, 0, 160), "\n";
}
open $list, '>', shift or die "list: $!";

# Logic definitions: name => text; those over reals.
my (%text, %real);
for my $file (@ARGV) {
  open my $in, '<', $file or die "$file: $!";
  local $/;
  my $all = <$in>;
  while ($all =~ m{/\*@(.*?)\*/}gs) {
    my $block = $1;
    $block =~ s{//[^\n]*}{}g;
    while ($block =~ /\blogic\s+\w+\s+(\w+)\s*\([^)]*\)\s*;/g) { $real{$1} = 'undefined' } # declared only
    for my $definition (split /;(?=\s*(?:logic|predicate|lemma|axiom|\}|$))/, $block) {
      next unless $definition =~ /\b(?:logic\s+(\w+(?:\s*\*)?)|predicate)\s+(\w+)\s*(\{[\w\s,]+\})?\s*(?:\(([^)]*)\))?\s*=/s;
      my ($type, $name, $labels, $arguments) = ($1 // '', $2, $3 // '', $4 // '');
      $text{$name} = $definition;
      $real{$name} = 'old' if $labels =~ /,/ || $definition =~ /=.*\w\{\s*\w+\s*\}\s*\(/s; # of two states of memory
      $real{$name} = 'real' if $type eq 'real' || $arguments =~ /\breal\b/ || $definition =~ /\\(?:exp|log|sqrt)\b/;
    }
  }
}
# Recursive definitions too: E-ACSL 25 takes minutes over them.
# what a substrate or link of one's own must do is declared for WP alone
$real{$_} = 'undefined' for "dg_hw_any", "dg_hw_far", map { "dg_hw_any_$_" } qw(configure stimulate read measure send receive);
$real{at_layer} = "by value"; # a pointer within a structure handed in by value is invalid to E-ACSL 25
for my $name (sort keys %text) { $real{$name} //= 'recursive' if (() = $text{$name} =~ /\b$name\b/g) > 1 }
for my $round (1 .. 10) {
  for my $name (sort keys %text) {
    for my $word ($text{$name} =~ /\w+/g) { $real{$name} //= $real{$word} if $real{$word} && $word ne $name }
  }
}

local $/;
my $header = <STDIN>;
my $kept = 0;
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
for my $name (sort keys %text) {
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
  my $names = join '|', map { quotemeta } grep { $parameters{$_} } sort keys %parameters;
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
    for my $variable (sort keys %bound) { $fresh++; $body =~ s/(?<![\w>.])$variable\b/${variable}_$fresh/g }
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
while ($header =~ m{/\*@\s*ghost\b(.*?)\*/|//@\s*ghost\b([^\n]*)}gs) {
  my ($function, $code) = (function_at($-[0], 0), $1 // $2);
  while ($code =~ /\b(?:dg_\w+|size_t|int|double|float)\s+(\**\w+(?:\s*=[^;]*)?(?:,\s*\**\w+[^;]*)?);/g) { # size_t a = x, b = y;
    my $names = $1;
    $ghost{"$function $_"} = 1 for $names =~ /(?:^|,)\s*\**(\w+)/g;
  }
  if ($code =~ /^\s*\((?:const\s+)?\w+ \**\w+/) { # parameters of a function
    $ghost{"$function $_"} = 1 for $code =~ /(\w+)\s*[,)]/g;
  }
}

my $result = '';
my $at = 0;
while ($header =~ m{(/\*@(.*?)\*/|//@([^\n]*))}gs) {
  my ($from, $to, $all, $body) = ($-[0], $+[0], $1, defined $2 ? $2 : $3);
  $result .= substr($header, $at, $from - $at);
  $at = $to;
  (my $blank = $all) =~ s/[^\n]//g;
  if ($body =~ /^\s*(?:ghost|predicate|calls)\b/) { $result .= " $blank"; next }
  my $in_loop = $body =~ /^\s*loop\b/;
  my $in_body = $in_loop || $body =~ /^\s*assert\b/;
  my $function = function_at($from, !$in_body);
  $body =~ s{//[^\n]*}{}g;
  my @keep;
  my $nulls = $body =~ /\\null/; # pointers that may be null are handed in
  (my $apart = $body) =~ s/(\\(?:forall|exists)\b[^;]*);/$1\x01/g; # the semicolon of a quantifier does not end a clause
  for my $clause (split /;/, $apart) {
    $clause =~ s/\x01/;/g;
    (my $flat = $clause) =~ s/\s+/ /g;
    $flat =~ s/^ | $//g;
    next if $flat eq '';
    next if $flat =~ /^(?:loop )?(?:assigns|variant)\b|^terminates\b/;
    my ($name) = $flat =~ /^(?:loop invariant|requires|ensures|assert)\s+(\w+)\s*:/;
    my $category = $named{"$function " . ($name // '')} // $named{"$function *"};
    $category //= 'proof step' if $flat =~ /^assert/; # most of them about reals
    $category //= 'old' if $flat =~ /\w\{[\w ,]+\}\s*\(/; # a predicate of another state than the clause's
    $category //= 'real' if $flat =~ /\\(?:exp|log|sqrt)\b/;
    for my $word ($flat =~ /\w+/g) { $category //= $ghost{"$function $word"} ? 'ghost' : $real{$word} }
    my $plain = $flat;
    if (!$category) {
      $flat = expand($flat, 0);
      # E-ACSL 25 reads \old and \at even where a null pointer forbids it and stops at \separated there: left out where a contract
      # speaks of \null, and \separated of what may be null within a structure. It has no \is_finite and stops on ensures about
      # a structure handed in by value.
      $category = $flat eq '' ? 'long' : $flat =~ /^ensures/ && $flat =~ /(?<![\w\\>.\]])[a-z]\w*\.[a-z]/ ? 'by value'
        : $flat =~ /\\(?:old|at)\b/ && ($in_loop ? $flat =~ /\\at\((?!\w+, (?:Pre|LoopEntry)\))/ : $nulls) ? 'old'
        : $flat =~ /\\separated/ && ($nulls || $flat =~ /\b(?:index|labels|bias_times|milestones)\b/) ? 'separated' : $flat =~ /\\is_(?:finite|NaN)/ ? 'is_finite'
        : undef;
    }
    $category = 'ideal' if !$category && $flat =~ /^\w+ \w+: (?:[\\true&() ]+|DG_NEVER >= 1)$/; # of the real model alone
    if ($category) { leave($function, $plain, $category); next }
    # A range that starts at a variable without bound makes E-ACSL 25 take its value for an address: it starts at 0 of an array further on.
    my $sum = qr/(?:[^()]++|(\((?:[^()]++|(?-1))*\)))*?/;
    $flat =~ s/(?<![\w.>\]])([a-z][\w.>-]*(?:\[\w+\])?) \+ \(([a-z]\w*) \.\. ($sum)\)/($1 + $2) + (0 .. ($3) - $2)/g;
    $kept++;
    push @keep, $flat;
  }
  if (!@keep) { $result .= " $blank"; next }
  $result .= '/*@ ' . join('; ', @keep) . '; ' . $blank . '*/';
}
$result .= substr($header, $at);
print $result;
my $left = 0;
$left += $_ for values %why;
print STDERR "kept $kept left $left\n", map { "$_: $why{$_}\n" } sort keys %why;
