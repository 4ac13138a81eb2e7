#!/usr/bin/perl
# z3_ground.pl SECONDS FILE: runs Z3 on a proof obligation without its quantified hypotheses. Dropping hypotheses only makes
# it harder to prove, and without quantifiers Z3 decides polynomial arithmetic by its complete procedure.
use strict;
use warnings;

my ($seconds, $file) = @ARGV;
open my $in, '<', $file or die "$file: $!";
my $text = do { local $/; <$in> };
close $in;

# Top-level expressions; comments are dropped, strings and quoted symbols kept whole.
my ($depth, $item, @kept) = (0, '');
while ($text =~ /\G(?:(;[^\n]*\n)|("[^"]*"|\|[^|]*\|)|([()])|([^;"|()]+))/gc) {
  next if defined $1;
  $item .= $& if $depth > 0 || ($3 // '') eq '(';
  $depth += $3 eq '(' ? 1 : -1 if defined $3;
  next if $depth > 0 || ($3 // '') ne ')';
  push @kept, $item unless $item =~ /^\(assert\s*\((?:forall|!\s*\(forall)/;
  $item = '';
}
s/^\(check-sat\)$/(check-sat-using (or-else (then simplify nnf solve-eqs simplify purify-arith qfnra-nlsat) smt))/ for @kept;
my $ground = "$file.ground.smt2";
open my $out, '>', $ground or die "$ground: $!";
print $out join("\n", @kept), "\n";
close $out;
my $answer = `z3 -smt2 -T:$seconds '$ground'`;
unlink $ground;
$answer =~ s/^sat$/unknown/m; # a model of the goal alone refutes nothing
print $answer;
