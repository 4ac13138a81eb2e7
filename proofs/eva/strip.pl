#!/usr/bin/perl
# The header as Eva is to read it, line for line: without contracts, which speak of the real model, and without ghost code, which is
# not run. What stays is `assert eva_...`, facts that Eva may use and WP proves. A function named as argument gets the contract that
# it returns any number at all, bit patterns of NaN included: it is analysed by itself, for every argument there is.
# With --finite it gets the one below, which an entry of its own asserts.
# With --finite the copy is one for numbers that are all finite, where every NaN or infinity is an alarm as it arises: DG_NEVER is the
# greatest number there is, `x == x` is true, dg_is_finite(x) compares with DG_NEVER; and Eva is told to tell the exponents of a power
# of two apart. Eva knows no relation between two numbers, so that it would take x - x for anything.
# With --without F the function F is only declared: the entry has one in its place.
#   strip.pl [--finite | --without F] [function...] < delgrad.h > copy
use strict;
use warnings;
my $finite = @ARGV && $ARGV[0] eq '--finite' ? shift : '';
my $without = @ARGV && $ARGV[0] eq '--without' ? (shift, shift)[1] : '';
my %leaf = map { $_ => 1 } @ARGV;
local $/;
$_ = <STDIN>;
s{(/\*@(.*?)\*/|//@([^\n]*))}{
  my ($all, $text) = ($1, defined $2 ? $2 : $3);
  (my $blank = $all) =~ s/[^\n]//g;
  $text =~ /^\s*assert eva_[^;]*;\s*$/ ? $all : " $blank"
}gse;
s{^#include "proofs/acsl/[^\n]*}{}gm;
if ($without) { # in as many lines
  s|^(static inline [^\n{;]*\b$without\([^{;]*\)) \{\n(.*?)^\}\n|my ($head, $body) = ($1, $2); $head . ";\n" . ($body =~ s/[^\n]//gr) . "\n"|gmse
    or die "strip.pl: $without is not there\n";
}
my %of = $finite ? (dg_exp => 'requires most: x <= (DG_FLOAT ? 66 : 660); assigns \result \from x; ' .
  'ensures \is_finite(\result); ensures x <= 0 ==> -0.99 <= \result <= 4;',
  dg_twister_uniform => 'assigns \result \from \nothing; ensures \is_finite(\result); ensures 0 <= \result <= 1;') : ();
s{^((?:DG_FLATTEN )?static [^\n(]*\b(dg_\w+)\()}{($leaf{$2} ? '/*@ ' . ($of{$2} // 'assigns \result \from \nothing;') . ' */ ' : '') . $1}gme;
if ($finite) {
  my $planted = s{^#define DG_NEVER DG_R\(INFINITY\)$}{#define DG_NEVER DG_R(DG_FLOAT ? 0x1.fffffep+127 : 0x1.fffffffffffffp+1023)}m;
  $planted += s{^(static inline int dg_is_finite\(dg_real x\) \{) return x - x == 0; \}$}{$1 return -DG_NEVER < x && x < DG_NEVER; \}}m;
  $planted += s{^(static inline dg_real dg_power_of_two_32\(int32_t k\) \{)$}{$1 /*@ split k; */ ;}m;
  $planted += (() = s{\bx == x\b}{1}g) > 0;
  die "strip.pl: a place to change is not there\n" if $planted != 4;
}
print;
