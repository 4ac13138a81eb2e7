"""Writes proofs/coq/RoundingConstants.v: the polynomials and constants of delgrad.h as Coq's reals."""
import sys
from header import Header, Run, exact


def nested(run, value):
    """A formula with all definitions put in."""
    known = dict(run.definitions)

    def put(f):
        if f[0] == 'name' and f[1] in known:
            return put(known[f[1]])
        return (f[0],) + tuple(put(x) if isinstance(x, tuple) else x for x in f[1:])
    return exact(put(value))


def polynomial(header, function, argument):
    run = Run(header)
    return nested(run, run.call(function, [('name', argument)], ''))


def variable(header, function, arguments, opaque, name, argument):
    """The last value of a variable of a function as a polynomial in another of its variables."""
    run = Run(header, {}, opaque)
    run.call(function, arguments, '')
    last = [n for n, _ in run.definitions if n.rstrip('0123456789') == name][-1]
    run.definitions = [(n, f) for n, f in run.definitions if n != argument]
    return nested(run, ('name', last))


def main():
    print('(* Written by proofs/gappa/check.sh from delgrad.h, which also checks that it is up to date. *)')
    print('From Coq Require Import Reals.\nOpen Scope R_scope.\n')
    for bits, real in (('64', 'double'), ('32', 'float')):
        header = Header(sys.argv[1], real)
        split = {'dg_binary_split': lambda a: {'fraction': ('name', 'fraction'), 'exponent': ('name', 'exponent')}}
        text = header.function('dg_ln2_rest')[1]
        numbers = [t.rstrip('f') for t in text if t.startswith('0x')]
        print('(* ---- binary%s *)' % bits)
        print('Definition ln2_high_%s : R := %s.' % (bits, numbers[0]))
        print('Definition ln2_low_%s : R := %s.' % (bits, numbers[1]))
        print('Definition exp_cubic_%s (r : R) : R :=\n  %s.' % (bits, polynomial(header, 'dg_exp_cubic', 'r')))
        print('Definition log_series_%s (t : R) : R :=\n  %s.' %
              (bits, variable(header, 'dg_log_pair', [('name', 'u'), ('name', 'low')], split, 'p', 't')))
        run = Run(header)
        print('Definition exp_rest_%s (r low : R) : R :=\n  %s.' %
              (bits, nested(run, run.call('dg_exp_rest', [('name', 'r'), ('name', 'low')], ''))))
        rest = variable(header, 'dg_log_pair', [('name', 'u'), ('name', 'low')], split, 'rest', 'f')
        print('Definition log_rest_%s (f : R) : R :=\n  %s.' % (bits, rest))
        print('Definition lambert_branch_%s (p : R) : R :=\n  %s.\n' % (bits, polynomial(header, 'dg_lambert_branch', 'p')))


main()
