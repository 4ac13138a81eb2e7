#!/usr/bin/perl
# The header as Eva is to read it, line for line: without contracts, which speak of the real model, and without ghost code, which is
# not run. What stays is `assert eva_...`, facts that Eva may use and WP proves. A function named as argument gets the contract that
# it returns any number at all, bit patterns of NaN included: it is analysed by itself, for every argument there is.
#   strip.pl [function...] < delgrad.h > copy
use strict;
use warnings;
my %leaf = map { $_ => 1 } @ARGV;
local $/;
$_ = <STDIN>;
s{(/\*@(.*?)\*/|//@([^\n]*))}{
  my ($all, $text) = ($1, defined $2 ? $2 : $3);
  (my $blank = $all) =~ s/[^\n]//g;
  $text =~ /^\s*assert eva_[^;]*;\s*$/ ? $all : " $blank"
}gse;
s{^#include "proofs/acsl/[^\n]*}{}gm;
s{^((?:DG_FLATTEN )?static [^\n(]*\b(dg_\w+)\()}{($leaf{$2} ? '/*@ assigns \result \from \nothing; */ ' : '') . $1}gme;
print;
