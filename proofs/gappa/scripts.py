"""Writes the scripts for Gappa: one bound each, in one precision. The code in them is read from delgrad.h (header.py), the errors of
polynomials from the theorems of proofs/coq/RoundingPolynomials.v, the bounds to prove from bounds.txt.

  python3 scripts.py HEADER COQ_FILE BOUNDS DIRECTORY     writes DIRECTORY/name_precision.g for every bound"""
import os
import re
import sys
from fractions import Fraction
from header import Header, Run, exact, gappa


def name(x):
    return ('name', x)


class Precision:
    def __init__(self, path, bits, coq, bounds):
        self.bits = bits
        self.p = {64: 53, 32: 24}[bits]
        self.format = 'ieee_%d' % bits
        self.header = Header(path, {64: 'double', 32: 'float'}[bits])
        self.least = {64: -1074, 32: -149}[bits]
        self.proved = lambda bound: bounds[bound, 'binary%d' % bits]
        self.coq = lambda theorem: coq['%s_%d' % (theorem, bits)]

    def constant(self, text):
        """The value of a macro or expression of the header, as the compiler sees it."""
        return self.constants[text]


def coq_figures(path):
    """theorem -> bound, for theorems that end in <= FIGURE / 2^N."""
    figures = {}
    for m in re.finditer(r'Theorem (\w+)\s*:(.*?)\.\s*\nProof', open(path).read(), re.S):
        bound = re.search(r'<= ([0-9.]+) / 2\^(\d+)(?: \* .*)?$', m.group(2).strip())
        if bound:
            figures[m.group(1)] = decimal(Fraction(bound.group(1)) / 2 ** int(bound.group(2)))
    return figures


def decimal(x):
    """A number k/2^n as Gappa reads it, exactly."""
    x = Fraction(x)
    n = 0
    while x * 10 ** n % 1:
        n += 1
    return '%de-%d' % (x * 10 ** n, n)


class Script:
    def __init__(self, precision):
        self.precision, self.lines = precision, ['@rnd = float<%s, ne>;' % precision.format]

    def line(self, *lines):
        self.lines += lines

    def floats(self, *names):
        self.line(*['%s = rnd(%s_);' % (n, n) for n in names])

    def code(self, function, arguments, prefix='', choose=None, opaque=None, rounded=True, result=None):
        """The code of a function; without rounding if rounded is False. Its value gets the name result."""
        run = Run(self.precision.header, choose, opaque)
        value = run.call(function, arguments, prefix)
        unused = set(choose or {}) - run.decided
        if unused:
            raise SystemExit('scripts.py: %s has no condition %s' % (function, ', '.join(unused)))
        show = gappa if rounded else exact
        self.line(*['%s = %s;' % (n, show(f)) for n, f in run.definitions])
        if result:
            if isinstance(value, dict):
                self.line(*['%s_%s = %s;' % (result, f, show(v)) for f, v in value.items()])
            else:
                self.line('%s = %s;' % (result, show(value)))
        return value

    def prove(self, hypotheses, goal, hints=(), splits=()):
        self.line('{ ' + ' /\\\n  '.join(hypotheses) + ' ->\n  ' + goal + ' }', *[h + ';' for h in hints], *['$ %s;' % s for s in splits])
        return '\n'.join(self.lines) + '\n'


SCRIPTS = {}


def bound(function):
    SCRIPTS[function.__name__] = function
    return function


# ---- exp

def reduction_figures(P):
    """|x - k log 2|, |error of r + c|, |c| as proved by exp_count, exp_reduction."""
    return {64: ('0.3467', '1b-82', '1b-54'), 32: ('0.3467', '1b-35', '1b-25')}[P.bits]


@bound
def exp_count(P, b):
    """k = dg_ln2_count(x) is an integer with |x - k log 2| small."""
    s = Script(P)
    s.floats('x')
    s.code('dg_ln2_count', [name('x')], result='k')
    high, low = ln2(P)
    s.line('t = rnd(x * %s);' % inverse(P), 'up = rnd(t + %s);' % rounder(P), 'LN2 = %s + %s + d;' % (high, low),
           'w = 1 - %s * LN2;' % inverse(P), 'e = x - k * LN2;')
    return s.prove(['x in [%s, %s]' % domain(P), '|d| <= %s' % P.coq('ln2')], '|e| <= %s' % b,
                   ['e -> -((k - t) * LN2) - (t - x * {0}) * LN2 + x * w'.format(inverse(P)),
                    'k - t -> (k - (up - {0})) + (up - (t + {0}))'.format(rounder(P))])


def ln2(P):
    return [t.rstrip('f') for t in P.header.function('dg_ln2_rest')[1] if t.startswith('0x')]


def inverse(P):
    return [t.rstrip('f') for t in P.header.function('dg_ln2_count')[1] if t.startswith('0x')][0]


def rounder(P):
    return [t.rstrip('f') for t in P.header.function('dg_ln2_count')[1] if t.startswith('0x')][1]


def domain(P):
    return {64: ('-746', '710'), 32: ('-105', '89')}[P.bits]


@bound
def exp_reduction(P, b):
    """r + c = x - k log 2 but for the bound, k not 0 (for k = 0 r = x and c = 0)."""
    s = Script(P)
    s.floats('x')
    s.line('k = int<ne>(k_);')
    s.code('dg_ln2_rest', [name('x'), name('k')], result='r')
    s.code('dg_ln2_rest_low', [name('x'), name('k'), name('r')], result='c')
    high, low = ln2(P)
    s.line('LN2 = %s + %s + d;' % (high, low), 'D = x - k * LN2;', 'first = rnd(x - rnd(k * %s));' % high,
           's = rnd(k * %s);' % low, 'g = rnd(first - r);')
    most = {64: 1077, 32: 152}[P.bits]
    return s.prove(['k in [1, %d]' % most, '|D| <= 0.3467', '|d| <= %s' % P.coq('ln2')],
                   '|(r + c) - D| <= %s /\\ |c| <= %s /\\ |r| <= 0.347' % (b, reduction_figures(P)[2]),
                   ['x -> D + k * LN2', 'x - k * %s -> D + k * (%s + d)' % (high, low),
                    'first - r -> s - (r - (first - s))', '(first - r) - s -> -(r - (first - s))',
                    'g - s -> (g - (first - r)) + ((first - r) - s)',
                    '(r + c) - D -> (c - (g - s)) + (g - (first - r)) - (s - k * %s) + k * d + (first - (x - k * %s))' % (low, high)])


@bound
def exp_rest(P, b):
    """(1 + r) + dg_exp_rest(r, c) as dg_exp_fraction adds them, against the same without rounding, in 2^-p (p the precision)."""
    s = Script(P)
    s.floats('r', 'c')
    s.code('dg_exp_rest', [name('r'), name('c')], result='tail')
    s.code('dg_exp_rest', [name('r'), name('c')], 'M_', rounded=False, result='Tail')
    s.line('high = rnd(1 + r);', 'lost = rnd(rnd(1 - high) + r);', 'low = rnd(lost + tail);')
    return s.prove(['|r| <= 0.347', '|c| <= %s' % reduction_figures(P)[2]], '|(high + low) - (1 + r + Tail)| * 1b%d <= %s' % (P.p, b),
                   ['(high + low) - (1 + r + Tail) -> (low - (lost + tail)) + (tail - Tail) + (lost - ((1 - high) + r))'], ['r in 16'])


@bound
def exp_series(P, b):
    """1 + r + dg_exp_rest(r, c) in the reals against e^R, R = r + c + e the exact reduced argument, in 2^-p: e^R is the header's
    polynomial and the error Coq bounds."""
    s = Script(P)
    s.code('dg_exp_cubic', [name('R')], 'R_', rounded=False, result='CubicR')
    s.code('dg_exp_cubic', [name('r')], 'M_', rounded=False, result='Cubic')
    s.line('e = R - (r + c);', 'Tail = ((r * r) * Cubic + (c + c * r)) + 0.5 * (r * r);',
           'Growth = R + 0.5 * (R * R) + (R * R) * (CubicR + delta);')
    return s.prove(['|r| <= 0.347', '|R| <= 0.347', '|c| <= %s' % reduction_figures(P)[2], '|e| <= %s' % reduction_figures(P)[1],
                    '|delta| <= %s' % P.coq('exp')], '|Growth - (r + Tail)| * 1b%d <= %s' % (P.p, b),
                   ['R - r -> c + e', 'Growth - (r + Tail) -> e + 0.5 * (c * c + e * (2 * (r + c) + e)) + '
                    '((R * R) * CubicR - (r * r) * Cubic) + (R * R) * delta'], ['r in 8'])


def exp_case(P, b, one, splits):
    s = Script(P)
    u = P.p - (1 if one else 0)
    s.line('f = rnd(v);')
    total = decimal((Fraction(P.proved('exp_rest')) + Fraction(P.proved('exp_series'))) / 2 ** P.p)
    return s.prove(['E in %s' % ('[1, 1.5]' if one else '[0.5, 1]'), '|v - E| <= %s' % total], '|f - E| * 1b%d <= %s' % (u, b),
                   ['f - E -> (f - v) + (v - E)', 'v -> E + (v - E)', 'E -> v - (v - E)'], splits)


@bound
def exp_below_1(P, b):
    """dg_exp_fraction where e^x/2^k < 1, in ulp of that: the last addition rounds once more."""
    return exp_case(P, b, False, ['v in (1)'])


@bound
def exp_above_1(P, b):
    """dg_exp_fraction where e^x/2^k >= 1, in ulp of that."""
    return exp_case(P, b, True, ['v in (1)'])


# ---- log

def log_split(value):
    return {'dg_binary_split': lambda a: {'fraction': ('name', 'fraction'), 'exponent': ('name', value)}}


@bound
def log_rest(P, b):
    """rest of dg_log_pair, f^2/2 - s (f^2/2 + t p(t)), against f - log(1 + f), in 2^-p: s is the exact f/(2 + f) there."""
    s = Script(P)
    s.floats('fraction')
    run = Run(P.header, {}, log_split('n'))
    run.call('dg_log_pair', [name('u'), name('low')], '')
    names = [n for n, _ in run.definitions]
    upto = names.index('rest') + 1
    drop = {'n', 'high', 'high_low'}
    s.line(*['%s = %s;' % (n, gappa(f)) for n, f in run.definitions[:upto] if n not in drop])
    model = Run(P.header, {}, log_split('n'))
    model.call('dg_log_pair', [name('u'), name('low')], 'M_')
    s.line(*['%s = %s;' % (n, exact(f)) for n, f in model.definitions[:upto] if n[2:] not in drop])
    return s.prove(['fraction in [0.7071, 1.4143]'], '|rest - M_rest| * 1b%d <= %s' % (P.p, b), [], ['fraction in 32'])


def main():
    header, coq, bounds, directory = sys.argv[1:]
    figures = coq_figures(coq)
    os.makedirs(directory, exist_ok=True)
    rows = [row.split() for row in open(bounds) if row.strip() and row[0] != '#']
    proved = {(row[0], row[1]): row[2] for row in rows}
    precisions = {bits: Precision(header, bits, figures, proved) for bits in (64, 32)}
    for n, precision, b in (row[:3] for row in rows):
        text = '# %s\n' % SCRIPTS[n].__doc__.replace('\n', '\n#') + SCRIPTS[n](precisions[int(precision[-2:])], b)
        open('%s/%s_%s.g' % (directory, n, precision), 'w').write(text)


if __name__ == '__main__':
    main()
