"""Writes the scripts for Gappa: one bound each, in one precision. The code in them is read from delgrad.h (header.py), the errors of
polynomials from the theorems of proofs/coq/RoundingPolynomials.v, the bounds to prove from bounds.txt.

  python3 scripts.py HEADER COQ_FILE BOUNDS DIRECTORY     writes DIRECTORY/name_precision.g for every bound"""
import os
import re
import sys
from fractions import Fraction
from header import Frame, Header, Run, exact, gappa


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


def statement(P, function, left, values, choose=None, opaque=None, which=0):
    """The right side of a statement of a function, for statements inside loops: x[..] is x."""
    texts = ' '.join(P.header.function(function)[1]).split(left + ' ')
    if len(texts) < which + 2:
        raise SystemExit('scripts.py: %s has no "%s"' % (function, left))
    text = re.sub(r'(\w+) \[[^]]*\]', r'\1', texts[which + 1])
    run = Run(P.header, choose, opaque)
    value = Frame(run, values, text.split(), '').expression()
    if set(choose or {}) - run.decided:
        raise SystemExit('scripts.py: %s has no condition %s' % (function, ', '.join(choose)))
    return gappa(value)


def fields(*names):
    return {n: name(n) for n in names}


def wide(P, more=0):
    """Sizes of values whose products neither overflow nor become subnormal."""
    n = (100 if P.bits == 64 else 20) + more
    return '[1b-%d, 1b%d]' % (n, n)


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
    body = ' '.join(P.header.function('dg_exp_fraction')[1])
    if body.replace('( ( dg_real ) ( 1 ) )', '1') != (
            'const dg_real r = dg_ln2_rest ( a , k ) , c = dg_ln2_rest_low ( a , k , r ) ; const dg_real high = 1 + r ; '
            'const dg_real low = ( ( 1 - high ) + r ) + dg_exp_rest ( r , c ) ; return high + low ;'):
        raise SystemExit('scripts.py: dg_exp_fraction computes something else: ' + body)
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


# ---- expm1: e^r - 1 = r + dg_exp_rest(r, c), then 2^k times it and 2^k - 1

def low_figure(P):
    """|c| for |r| < 1/2, as proved by expm1_low: half an ulp of r and a bit."""
    return decimal(Fraction('1.001') / 2 ** (P.p + 2))


@bound
def expm1_low(P, b):
    """c = dg_ln2_rest_low(x, k, r), in 2^-p: the rounding error of r."""
    s = Script(P)
    s.floats('x')
    s.line('k = int<ne>(k_);')
    s.code('dg_ln2_rest', [name('x'), name('k')], result='r')
    s.code('dg_ln2_rest_low', [name('x'), name('k'), name('r')], result='c')
    high, low = ln2(P)
    s.line('LN2 = %s + %s + d;' % (high, low), 'D = x - k * LN2;', 'first = rnd(x - rnd(k * %s));' % high,
           's = rnd(k * %s);' % low, 'g = rnd(first - r);')
    if not any(l.startswith('r = rnd(') for l in s.lines):
        raise SystemExit('scripts.py: dg_ln2_rest ends differently')
    most = {64: 1077, 32: 152}[P.bits]
    return s.prove(['k in [1, %d]' % most, '|D| <= 0.3467', '|d| <= %s' % P.coq('ln2')], '|c| * 1b%d <= %s' % (P.p, b),
                   ['x -> D + k * LN2', 'x - k * %s -> D + k * (%s + d)' % (high, low),
                    'first - r -> s - (r - (first - s))', '(first - r) - s -> -(r - (first - s))',
                    'g - s -> (g - (first - r)) + ((first - r) - s)'])


# ranges of r, and bounds of the error of r + tail there, in 2^-p: near the least e^x - 1 with k = 1, and everywhere
TAILS = [(-0.347, -0.2876, '0.12'), (-0.347, 0.347, '0.17')]


def tail_script(P, lower, upper, b):
    s = Script(P)
    s.floats('r', 'c')
    s.code('dg_exp_rest', [name('r'), name('c')], result='tail')
    s.code('dg_exp_rest', [name('r'), name('c')], 'M_', rounded=False, result='Tail')
    s.code('dg_exp_cubic', [name('R')], 'R_', rounded=False, result='CubicR')
    s.code('dg_exp_cubic', [name('r')], 'N_', rounded=False, result='Cubic')
    s.line('e = R - (r + c);', 'Growth = R + 0.5 * (R * R) + (R * R) * (CubicR + delta);')
    return s.prove(['r in [%s, %s]' % (lower, upper), '|R| <= 0.347', '|c| <= %s' % decimal(Fraction(P.proved('expm1_low')) / 2 ** P.p),
                    '|e| <= %s' % reduction_figures(P)[1], '|delta| <= %s' % P.coq('exp')],
                   '|(r + tail) - Growth| * 1b%d <= %s' % (P.p, b),
                   ['(r + tail) - Growth -> (tail - Tail) - (Growth - (r + Tail))', 'R - r -> c + e',
                    'Growth - (r + Tail) -> e + 0.5 * (c * c + e * (2 * (r + c) + e)) + '
                    '((R * R) * CubicR - (r * r) * Cubic) + (R * R) * delta'], ['r in 16'])


@bound
def expm1_tail(P, b):
    """r + dg_exp_rest(r, c) against e^R - 1, R the exact reduced argument, in 2^-p; less in the first of TAILS."""
    return [tail_script(P, lower, upper, figure) for lower, upper, figure in TAILS if float(figure) <= float(b)]


def expm1_code(P):
    """The text of dg_expm1 must be what the scripts say of it: with q = 2^k, t + t_low = q - 1 and p + p_low = r + tail (fast two-sums)."""
    body = ' '.join(P.header.function('dg_expm1')[1])
    body = re.sub(r'\( \( dg_real \) \( (-?) ?([^ ()]+) \) \)', r'\1\2', body)
    for line in ('tail = dg_exp_rest ( r , c ) ;', 'p = r + tail , p_low = ( r - p ) + tail ;',
                 't = s - 1 , t_low = s > 1 ? ( s - t ) - 1 : ( -1 - t ) + s ;', 'sp = s * p , high = t + sp ;',
                 'low = ( ( t - high ) + sp ) + ( s * p_low + t_low ) ;', 'y = ( high + low ) * factor ;'):
        if line not in body:
            raise SystemExit('scripts.py: dg_expm1 has no "%s"' % line)


def expm1_case(P, b, exact, q, figure, part, whole):
    """One case of dg_expm1, |whole| in (1/2, 1] 2^part; exact: t + t_low. figure: bound of the error of sp + sp_low, in 2^-p."""
    s = Script(P)
    s.floats('q', 'sp', 'sp_low')
    s.line('t = rnd(%s);' % exact, 't_low = (%s) - t;' % exact, 'high = rnd(t + sp);', 'lost = (t + sp) - high;',
           'low = rnd(lost + rnd(sp_low + t_low));', 'v = high + low;', 'y = rnd(v);', 'Y = (%s) + (sp + sp_low) + error;' % exact)
    sign = '-' if whole[0] == '-' else ''
    size = whole[1:] if sign else whole
    return s.prove([q, 'sp in [-0.2936, 0.4146]', '|sp_low| <= 1b-%d' % P.p, '|error| <= %s' % decimal(Fraction(figure) / 2 ** P.p),
                    '%s(Y) in %s' % (sign, size)], '|y - Y| * 1b%d <= %s' % (P.p - part, b),
                   ['y - Y -> (y - v) + (v - Y)', 'v - Y -> (low - (lost + rnd(sp_low + t_low))) + (rnd(sp_low + t_low) - (sp_low + t_low)) - error',
                    'v -> Y + (v - Y)'], ['%sv in (1b%d)' % (sign, part)])


@bound
def expm1(P, b):
    """dg_expm1 where 2^k is not 1, in ulp. For k > 0 divided by 2^k, q = 2^-k; where k = 1 and r < -0.2876 the result is in the binade below
    1/2. For k < 0 q = 2^k. x below -50 counts as -50."""
    expm1_code(P)
    near, all = TAILS[0][2], TAILS[1][2]
    up = 'q in [1b-1080, 0.5]'
    return [expm1_case(P, b, '1 - q', up, near, -2, '[0.2, 0.25]'), expm1_case(P, b, '1 - q', up, all, -1, '[0.25, 0.5]'),
            expm1_case(P, b, '1 - q', up, all, 0, '[0.5, 1]'), expm1_case(P, b, '1 - q', up, all, 1, '[1, 1.4147]'),
            expm1_case(P, b, 'q - 1', 'q in [1b-80, 0.5]', decimal(Fraction(all) / 2), -1, '-[0.25, 0.5]'),
            expm1_case(P, b, 'q - 1', 'q in [1b-80, 0.5]', decimal(Fraction(all) / 2), 0, '-[0.5, 1]')]


@bound
def expm1_small(P, b):
    """(tail - (e^r - 1 - r))/r where k = 0, so that c = 0, in 2^-p; |r| at least 2^-200 (2^-50)."""
    scripts = []
    points = ['1b-%d' % i for i in range(2, 21)]
    for lower, upper in ((20, None), (200 if P.bits == 64 else 50, 20)):
        for sign in ('', '-'):
            s = Script(P)
            s.floats('r')
            s.code('dg_exp_rest', [name('r'), ('number', '0')], result='tail')
            s.code('dg_exp_rest', [name('r'), ('number', '0')], 'M_', rounded=False, result='Tail')
            s.code('dg_exp_cubic', [name('r')], 'N_', rounded=False, result='Cubic')
            scripts.append(s.prove(['%sr in [1b-%d, %s]' % (sign, lower, '1b-%d' % upper if upper else '0.347'), '|delta| <= %s' % P.coq('exp')],
                                   '|(tail - (Tail + r * r * delta)) / r| * 1b%d <= %s' % (P.p, b),
                                   ['(tail - (Tail + r * r * delta)) / r -> (tail - Tail) / r - r * delta {r <> 0}'] +
                                   ([] if upper is None else ['(tail - Tail) / r -> ((tail - Tail) / Tail) * (Tail / r) {Tail <> 0, r <> 0}',
                                    'Tail / r -> r * (Cubic + 0.5) {r <> 0}']),
                                   ['%sr in (%s)' % (sign, ', '.join(points)) ] if upper is None else []))
    return scripts


@bound
def expm1_near_0(P, b):
    """dg_expm1 where k = 0, in ulp: y = r + tail rounded once. |r| is at most 1.185 |e^r - 1|."""
    expm1_code(P)
    figure = decimal(Fraction(P.proved('expm1_small')) * Fraction('1.185'))
    return [last_rounding(P, b, 0, figure, positive) for positive in (True, False)]


# ---- log

# |log(1 + f)| in [2^(q-1), 2^q]: q, range of f, bounds of the rounding error of rest and of s t delta there, in 2^-p
LOG_PIECES = [(-1, 0.2837, 0.4143, '0.23'), (-1, -0.2930, -0.2211, '0.138'), (-2, 0.1331, 0.2842, '0.1'), (-2, -0.2214, -0.1174, '0.06'),
              (-3, 0.0644, 0.1332, '0.03'), (-3, -0.1176, -0.0605, '0.015'), (-4, 0.0317, 0.0646, '0.01'), (-4, -0.0607, -0.0307, '0.005')]


def log_rest_script(P, lower, upper, b):
    """rest of dg_log_pair against f - log(1 + f), in 2^-p."""
    s = Script(P)
    opaque = {'dg_binary_split': lambda a: {'fraction': ('name', 'fraction'), 'exponent': ('name', 'e')}}
    s.floats('f')
    for rounded in (True, False):
        run = Run(P.header, {}, opaque)
        run.call('dg_log_pair', [name('u'), ('number', '0')], '' if rounded else 'M_')
        wanted = [n for n, _ in run.definitions if re.match('(M_)?(half|s|t|p|rest)[0-9]*$', n)]
        for n, f in run.definitions:
            if n in wanted:
                s.line('%s = %s;' % (n, gappa(f) if rounded else exact(f).replace('M_f', 'f')))
    return s.prove(['f in [%s, %s]' % (lower, upper), '|delta| <= %s' % P.coq('log')],
                   '|(rest - M_rest) + M_s * M_t * delta| * 1b%d <= %s' % (P.p, b), [], ['f in 16'])


@bound
def log_rest(P, b):
    """rest of dg_log_pair against f - log(1 + f) as Coq bounds it, in 2^-p, and less for smaller f (LOG_PIECES)."""
    return [log_rest_script(P, lower, upper, figure) for _, lower, upper, figure in LOG_PIECES if float(figure) <= float(b)]


def last_rounding(P, b, q, figure, positive):
    """y = v rounded, |v - Y| at most figure 2^-p, |Y| in [2^(q-1), 2^q]: the error in ulp of Y."""
    s = Script(P)
    s.line('y = rnd(v);')
    sign = '%s' if positive else '-(%s)'
    return s.prove(['%s in [1b%d, 1b%d]' % (sign % 'Y', q - 1, q), '|v - Y| <= %s' % decimal(Fraction(figure) / 2 ** P.p)],
                   '|y - Y| * 1b%d <= %s' % (P.p - q, b), ['y - Y -> (y - v) + (v - Y)', 'v -> Y + (v - Y)', 'Y -> v - (v - Y)'],
                   ['%s in (1b%d)' % (sign % 'v', q)])


@bound
def log_one(P, b):
    """dg_log where x is in [sqrt(1/2), sqrt(2)] and |log x| > 1/32, in ulp of log x: y = f - rest rounded once."""
    return [last_rounding(P, b, q, figure, lower > 0) for q, lower, _, figure in LOG_PIECES]


# e, range of f, bound of rest's error and of the whole, in 2^-p; the first four where |log x| < 1
LOG_SUMS = [('e in [1, 1]', -0.2930, -0.1756, '0.138', '0.201'), ('e in [-1, -1]', 0.2129, 0.4143, '0.23', '0.293'),
            ('e in [1, 1]', -0.1757, 0.3592, '0.23', '0.36'), ('e in [-1, -1]', -0.2643, 0.2131, '0.23', '0.36'),
            ('e in [1, MOST]', -0.2930, 0.4143, '0.23', '0.36'), ('-e in [1, MOST]', -0.2930, 0.4143, '0.23', '0.36')]


@bound
def log_sum(P, b):
    """e log 2 + log(fraction) before the last rounding, where e is not 0, in 2^-p: high + high_low = n + f exactly. Less in the cases
    of LOG_SUMS."""
    scripts = []
    opaque = {'dg_binary_split': lambda a: {'fraction': ('name', 'fraction'), 'exponent': ('name', 'e')}}
    high, low = ln2(P)
    for case, (e, lower, upper, figure, total) in enumerate(LOG_SUMS):
        s = Script(P)
        s.floats('fraction', 'rest')
        s.line('e = int<ne>(e_);')
        run = Run(P.header, {}, opaque)
        value = run.call('dg_log_pair', [name('u'), ('number', '0')], '')
        s.line(*['%s = %s;' % (n, gappa(f)) for n, f in run.definitions if n in ('f', 'n', 'high', 'high_low')])
        code = dict(run.definitions)
        _, plus, left, right = code[value['high'][1]]          # the sum that is returned: high + -w
        if (plus, left, code[right[1]][0]) != ('+', name('high'), 'minus'):
            raise SystemExit('scripts.py: dg_log_pair ends differently')
        w = gappa(code[right[1]][1])
        hypotheses = [e.replace('MOST', {64: '1075', 32: '150'}[P.bits]), 'fraction in [0.7071, 1.4143]', 'f in [%s, %s]' % (lower, upper)]
        if case < 2:                                            # n + f is exact, so there is nothing to subtract
            exactly = Script(P)
            exactly.lines = [l for l in s.lines if not l.startswith('rest')]
            scripts.append(exactly.prove(hypotheses, 'high_low in [0, 0]', ['n - high -> -f - (high - (n + f))',
                                                                          'n - high + f -> -(high - (n + f))']))
            if not (w.startswith('rnd(') and w.endswith(' - high_low)')):
                raise SystemExit('scripts.py: dg_log_pair ends differently')
            w = w[4:-len(' - high_low)')]
        s.line('w = %s;' % w, 'v = high - w;', 'LN2 = %s + %s + d;' % (high, low),
               'Y = e * LN2 + f - rest + error;', 'g = rnd(rest - rnd(e * %s));' % low)
        hypotheses += ['rest in [-0.001, 0.09]', '|d| <= %s' % P.coq('ln2'), '|error| <= %s' % decimal(Fraction(figure) / 2 ** P.p)]
        hints = ['v - Y -> (high + high_low - (n + f)) - ' + ('(w - g) + (0 - high_low)' if case < 2 else '(w - (g - high_low))') +
                 ' - (g - (rest - rnd(e * {1}))) + (rnd(e * {1}) - e * {1}) - e * d - error + (n - e * {0})'.format(high, low),
                 'n - high -> -f - (high - (n + f))', 'n - high + f -> -(high - (n + f))',
                 'high_low -> -(high - (n + f)) + (high_low - (n - high + f))',
                 'high + high_low - (n + f) -> high_low - (n - high + f)']
        scripts.append(s.prove(hypotheses, '|v - Y| * 1b%d <= %s' % (P.p, total), hints))
    return scripts


@bound
def log_two(P, b):
    """dg_log where x is not in [sqrt(1/2), sqrt(2)], in ulp of log x."""
    cases = [(-1, LOG_SUMS[0][4], True), (-1, LOG_SUMS[1][4], False)]
    cases += [(q, LOG_SUMS[2][4], sign) for q in range(0, {64: 11, 32: 8}[P.bits]) for sign in (True, False)]
    return [last_rounding(P, b, q, figure, sign) for q, figure, sign in cases]


# ---- log1p where 1 + x is in [sqrt(1/2), sqrt(2)]: log u + lost/u, u = 1 + x rounded

# q, range of f as in LOG_PIECES, bound of rest's error, of rest, and of the whole before the last rounding, in 2^-p
LOG1P_PIECES = [piece + more for piece, more in zip(LOG_PIECES, [(0.12, '0.295'), (0.06, '0.172'), (0.06, '0.134'), (0.03, '0.078'),
                                                                 (0.015, '0.04'), (0.0078, '0.021'), (0.0038, '0.0125'), (0.0038, '0.0075')])]


def log1p_code(s, P, rest=True):
    """rest of dg_log_pair, and what dg_log1p_inside returns of it where the exponent is 0: f - w."""
    body = ' '.join(P.header.function('dg_log1p_inside')[1]).replace('( ( dg_real ) ( 1 ) )', '1')
    if body != ('const dg_real u = 1 + a , lost = a > 1 ? ( a - u ) + 1 : ( 1 - u ) + a ; '
                'const dg_real y = dg_log_pair ( u , lost / u ) . high ; return y ;'):
        raise SystemExit('scripts.py: dg_log1p_inside computes something else: ' + body)
    if 'return dg_two_sum ( high , - ( ( rest - ( b . exponent * ' not in ' '.join(P.header.function('dg_log_pair')[1]):
        raise SystemExit('scripts.py: dg_log_pair ends differently')
    opaque = {'dg_binary_split': lambda a: {'fraction': ('name', 'fraction'), 'exponent': ('name', 'e')}}
    for rounded in (True, False):
        run = Run(P.header, {}, opaque)
        run.call('dg_log_pair', [name('u'), ('number', '0')], '' if rounded else 'M_')
        for n, f in run.definitions:
            if rest and re.match('(M_)?(half|s|t|p|rest)[0-9]*$', n):
                s.line('%s = %s;' % (n, gappa(f) if rounded else exact(f).replace('M_f', 'f')))


@bound
def log1p_rest(P, b):
    """rest is not larger than LOG1P_PIECES say."""
    scripts = []
    for _, lower, upper, _, size, _ in LOG1P_PIECES:
        s = Script(P)
        s.floats('f')
        log1p_code(s, P)
        s.lines = [l for l in s.lines if not l.startswith('M_')]
        scripts.append(s.prove(['f in [%s, %s]' % (lower, upper)], '|rest| <= %s' % size, [], ['f in 16']))
    return scripts


@bound
def log1p_sum(P, b):
    """f - w against log(1 + x) = f - Rest + z - z^2/2 + .., z = lost/u, in 2^-p; less in the cases of LOG1P_PIECES."""
    scripts = []
    for _, lower, upper, figure, size, total in LOG1P_PIECES:
        s = Script(P)
        s.floats('f', 'rest', 'lost')
        log1p_code(s, P, False)
        s.line('low = rnd(lost / u);', 'z = lost / u;', 'w = rnd(rest - low);', 'v = f - w;', 'Y = f - (rest + error) + z + square;')
        scripts.append(s.prove(['f in [%s, %s]' % (lower, upper), '|rest| <= %s' % size, 'u in [0.7, 1.4143]', '|lost| <= 1b-%d' % P.p,
                                '|error| <= %s' % decimal(Fraction(figure) / 2 ** P.p), '|square| <= 1b-%d' % (2 * P.p - 2)],
                               '|v - Y| * 1b%d <= %s' % (P.p, total), ['v - Y -> -(w - (rest - low)) + (low - z) + error - square']))
    return scripts


@bound
def log1p_near(P, b):
    """(f - w - log(1 + x))/f where |f| is in [2^-40, 1/31] (2^-14), in 2^-p: the rounding errors of rest, of low and of their difference."""
    scripts = []
    for sign, low, high in [(s, l, h) for s in ('', '-') for l, h in ((20, 5), (40, 20)) if P.bits == 64] + [('', 14, 5), ('-', 14, 5)] * (P.bits == 32):
        s = Script(P)
        s.floats('f', 'lost')
        log1p_code(s, P)
        s.line('low = rnd(lost / u);', 'z = lost / u;', 'w = rnd(rest - low);', 'v = f - w;', 'Y = f - M_rest + z + M_s * M_t * delta + square;')
        scripts.append(s.prove(['%sf in [1b-%d, %s]' % (sign, low, '0.0323' if high == 5 else '1b-%d' % high), 'u in [0.7, 1.4143]', '|lost| <= 1b-%d' % P.p, '|delta| <= %s' % P.coq('log'),
                                '|square| <= 1b-%d' % (2 * P.p - 2)], '|(v - Y) / f| * 1b%d <= %s' % (P.p, b),
                               ['v - Y -> -(w - (rest - low)) + (low - z) - (rest - M_rest) - M_s * M_t * delta - square'],
                               ['%sf in (%s)' % (sign, ', '.join('1b-%d' % i for i in range(high + (high > 5), low)))]))
    return scripts


@bound
def log1p(P, b):
    """dg_log1p where 1 + x is in [sqrt(1/2), sqrt(2)], |x| at least 2^-39 (2^-13), in ulp: y = f - w rounded once."""
    near = decimal(Fraction(P.proved('log1p_near')) * Fraction('1.04'))    # |f| is at most 1.04 |log(1 + x)|
    return [last_rounding(P, b, q, total, lower > 0) for q, lower, _, _, _, total in LOG1P_PIECES] + \
        [last_rounding(P, b, 0, near, positive) for positive in (True, False)]


# ---- Lambert's W: the last step of dg_lambert_w0. w is given, W = w + t wanted. z e^-w = W e^t = W (1 + t g), g = (e^t - 1)/t, so the
# exact residual w - z e^-w is -t (1 + W g). -w = k log 2 + R; a = z 2^k, so that a e^R = z e^-w.

# range of W, least of e^R, q: |W| <= 2^q, or None if the error is wanted relative to W, and what dg_lambert_w0 starts from:
# |t| is at most 2^-start, |t/W| at most 2^-(start + 4)
def lambert_pieces(P):
    start = {64: 33, 32: 17}[P.bits]
    pieces = [(-0.3575, -0.3464, '0.7067', -1, start), (-0.3472, 0, '0.9999', None, start), (0, 0.3472, '0.7067', None, start),
              (0.3464, 1, '0.7067', None, start)]
    return pieces + [(2 ** i, 2 ** (i + 1), '0.7067', None, start) for i in range({64: 10, 32: 7}[P.bits])]


def lambert_low_pieces(P):
    """Here k = 1, and e^R = e^-w/2 is more than four terms of its series at the upper end (lambert_fraction in Coq)."""
    edges = [-0.8746, -0.87, -0.86, -0.85, -0.8, -0.75, -0.7, -0.6, -0.5, -0.4, -0.35]
    def least(w):
        x = -Fraction(str(w))
        return decimal(Fraction(int((1 + x + x ** 2 / 2 + x ** 3 / 6) / 2 * 4095), 4096))
    return [(low, high, least(high), 0, {64: 32, 32: 17}[P.bits]) for low, high in zip(edges, edges[1:])]


# |step's divisor / (2 slope^2) - 1| without rounding, by what the step starts from
def lambert_turn(start):
    return '1b-%d' % (start - 6)


def lambert_code(P):
    """dg_lambert_last after high and low, which are one + rest exactly (fast_two_sum_exact in Coq), its residual, and its step."""
    opaque = {f: (lambda a, n=n: name(n)) for f, n in (('dg_ln2_count', 'k'), ('dg_ln2_rest', 'r'), ('dg_ln2_rest_low', 'c'),
                                                       ('dg_exp_rest', 'tail'), ('dg_power_of_two_32', 'power'))}
    run = Run(P.header, {}, opaque)
    value = gappa(run.call('dg_lambert_last', [name('w'), name('z')], '')).replace('lambert_step_slope', 'S')
    code = ['%s = %s;' % (n, gappa(f)) for n, f in run.definitions]
    residual = 'rnd(rnd(w - prod) - rnd(prod_low + rnd(a * low)))'
    num, den = 'rnd((2 * F) * S)', 'rnd(rnd((2 * S) * S) + rnd(F * prod))'
    if code != ['one = rnd(1 + r);', 'rest = rnd(rnd(rnd(1 - one) + r) + tail);', 'high = rnd(one + rest);', 'low = rnd(rnd(one - high) + rest);',
                'a = rnd(z * power);', 'prod = rnd(a * high);', 'prod_low = ((a * high) - prod);', 'lambert_step_slope = rnd(1 + prod);'] or \
            value.replace(residual, 'F') != 'rnd(w - rnd(%s / %s))' % (num, den):
        raise SystemExit('scripts.py: dg_lambert_last computes something else: %s %s' % (code, value))
    return code[5:7], residual, num, den


@bound
def lambert_residual(P, b):
    """The residual of dg_lambert_last against w - a (one + rest + eps), but for a eps, in 2^-p; a in the binade of 1."""
    product, residual, _, _ = lambert_code(P)
    s = Script(P)
    s.floats('w', 'a', 'high', 'low')
    s.line(*product, 'F = %s;' % residual, 'd = rnd(w - prod);', 'l = rnd(prod_low + rnd(a * low));', 'X = w - a * (high + low + eps);')
    return s.prove(['a in [1, 2]', 'high in [0.7, 1.43]', '|low| <= 1b-%d' % P.p, '|w - prod| <= 1b-%d' % (lambert_pieces(P)[0][-1] - 4)],
                   '|(F - X) - a * eps| * 1b%d <= %s' % (P.p, b),
                   ['(F - X) - a * eps -> (F - (d - l)) + (d - (w - prod)) - ((l - (prod_low + rnd(a * low))) + (rnd(a * low) - a * low))'])


def lambert_divisor(P, start):
    """The divisor of the step against 2 S^2."""
    s = Script(P)
    s.floats('F', 'prod', 'S')
    s.line('A = rnd((2 * S) * S);', 'B = rnd(F * prod);', 'den = %s;' % lambert_code(P)[3], 'D = 2 * S * S;')
    return s.prove(['S in [0.1, 1024]', '|B / A| <= %s' % lambert_turn(start)], '|(den - D) / D| <= 1b-%d' % (start - 7),
                   ['(den - D) / D -> (1 + (den - (A + B)) / (A + B)) * (1 + B / A) * (1 + (A - D) / D) - 1 {D <> 0, A <> 0, A + B <> 0}',
                    'A + B -> A * (1 + B / A) {A <> 0}'])


@bound
def lambert_step(P, b):
    """The step of dg_lambert_last against F/S, relative, in 2^-start (lambert_pieces)."""
    scripts = []
    for start in sorted({piece[-1] for piece in lambert_pieces(P) + lambert_low_pieces(P)}):
        s = Script(P)
        s.floats('F', 'S', 'den')
        s.line('num = %s;' % lambert_code(P)[2], 'Q = rnd(num / den);', 'D = 2 * S * S;', 'M = 2 * F * S;')
        least = {64: 200, 32: 80}[P.bits]
        scripts += [lambert_divisor(P, start),
                    s.prove(['S in [0.1, 1024]', '|(den - D) / D| <= 1b-%d' % (start - 7), '|F| in [1b-%d, 1b10]' % least],
                            '|(Q - M / D) / (M / D)| * 1b%d <= %s' % (start, b),
                            ['(Q - M / D) / (M / D) -> (1 + (Q - num / den) / (num / den)) * (1 + (num - M) / M) / (1 + (den - D) / D) - 1 '
                             '{D <> 0, M <> 0, den <> 0, num <> 0}', 'den -> D * (1 + (den - D) / D) {D <> 0}',
                             'num / den -> (M / D) * (1 + (num - M) / M) / (1 + (den - D) / D) {D <> 0, M <> 0, den <> 0, 1 + (den - D) / D <> 0}'])]
    return scripts


def lambert_piece(P, b, piece):
    """w less the step, before the last rounding, against W: (w - F/S (1 + lam) - W)/W, F = -t (1 + W g) + W phi, theta = t/W; and
    what lambert_divisor supposes."""
    lower, upper, least, q, start = piece
    s = Script(P)
    error = (Fraction(P.proved('exp_rest')) + Fraction(P.proved('exp_series')) + Fraction(P.proved('lambert_residual'))) / 2 ** P.p
    s.line('prod = W * (1 + t * g) * (1 + eta);', 'S = (1 + prod) * (1 + sig);', 'mu = ((1 + W * g) - S) / S;',
           'phi = (1 + t * g) * eps / V;', 'part = prod / S;',
           'E = theta * ((1 + mu) * (1 + lam) - 1) - phi / S * (1 + lam);')
    s.line('turn = (t * (1 + mu) - (W / S) * phi) * part * 0.5;')
    u = '1b-%d' % P.p
    return s.prove(['W in [%s, %s]' % (lower, upper), '|t| <= 1b-%d' % start, '|theta| <= 1b-%d' % (start + 4), '|g - 1| <= 1b-%d' % start,
                    '|eta| <= %s' % decimal(Fraction(5, 2) / 2 ** P.p), '|sig| <= %s' % u,
                    'V in [%s, 1.43]' % least, '|eps| <= %s' % decimal(error),
                    '|lam| <= %s' % decimal(Fraction(P.proved('lambert_step')) / 2 ** start)],
                   '|%s| * 1b%d <= %s /\\ |turn| <= 1b-%d' % ('E' if q is None else 'E * W', P.p - (q or 0), b, start - 5),
                   ['mu -> (W * (g - 1) - W * t * g - W * (1 + t * g) * eta - (1 + prod) * sig) / S {S <> 0}',
                    'W / S -> (1 / (1 + t * g) / (1 + eta)) * part {S <> 0, 1 + t * g <> 0, 1 + eta <> 0}',
                    'part -> (1 - 1 / (1 + prod)) / (1 + sig) {1 + prod <> 0, 1 + sig <> 0}'])


@bound
def lambert_before(P, b):
    """dg_lambert_last for z >= -1/4 before its last rounding, in ulp."""
    return [lambert_piece(P, b, piece) for piece in lambert_pieces(P)]


LAMBERT_HIGHER = '0.45'  # where |W| < 1/2, whose ulp is u/2


@bound
def lambert_before_low(P, b):
    """The same for W in [-0.8746, -0.35], z < -1/4, in 2^-p; where W > -1/2 at most LAMBERT_HIGHER."""
    return [lambert_piece(P, b if piece[0] < -0.5 else LAMBERT_HIGHER, piece) for piece in lambert_low_pieces(P)]


@bound
def lambert(P, b):
    """dg_lambert_w0 by its last step, z >= -1/4, in ulp."""
    return [last_rounding(P, b, 0, P.proved('lambert_before'), positive) for positive in (True, False)]


@bound
def lambert_low(P, b):
    """The same for W in [-0.8746, -0.35]: dg_lambert_w0 uses it where z + 1/e >= 0.0029."""
    scripts = []
    for lower, upper, q, figure in (('0.5', '0.8746', 0, P.proved('lambert_before_low')), ('0.35', '0.5', -1, LAMBERT_HIGHER)):
        s = Script(P)
        s.line('y = rnd(v);')
        scripts.append(s.prove(['-Y in [%s, %s]' % (lower, upper), '|v - Y| <= %s' % decimal(Fraction(figure) / 2 ** P.p)],
                               '|y - Y| * 1b%d <= %s' % (P.p - q, b), ['y - Y -> (y - v) + (v - Y)', 'v -> Y + (v - Y)'], ['-v in (%s)' % upper]))
    return scripts


@bound
def lambert_tiny(P, b):
    """dg_lambert_w0 for |z| < DG_LAMBERT_TINY: z - z^2, against z - z^2 + 1.6 z^3 at most (lambert_near_0 in Coq), relative, in 2^-p."""
    tiny, least = {64: (30, 500), 32: (15, 60)}[P.bits]
    if ' size < ( ( dg_real ) ( 0x1p-%d ) ) ? z - z * z : w ;' % tiny not in ' '.join(P.header.function('dg_lambert_w0')[1]):
        raise SystemExit('scripts.py: dg_lambert_w0 is different near 0')
    scripts = []
    for sign in ('', '-'):
        s = Script(P)
        s.floats('z')
        s.line('M = z - rnd(z * z);', 'y = rnd(M);', 'W = z * (1 - z + z * z * delta);')
        scripts.append(s.prove(['%sz in [1b-%d, 1b-%d]' % (sign, least, tiny), '|delta| <= 1.6'], relative('y', 'W', b, P),
                               ['(y - W) / W -> (1 + (y - M) / M) / (1 + (W - M) / M) - 1 {M <> 0, W <> 0}', '(W - M) / M -> (z * z * delta + (rnd(z * z) - z * z) / z) / (1 - rnd(z * z) / z) {z <> 0, M <> 0}', 'M -> z * (1 - rnd(z * z) / z) {z <> 0}', 'rnd(z * z) / z -> z * (1 + (rnd(z * z) - z * z) / (z * z)) {z <> 0}', '(rnd(z * z) - z * z) / z -> z * ((rnd(z * z) - z * z) / (z * z)) {z <> 0}']))
    return scripts


# ---- the spike: discriminant, root, slope. Powers of two in weights, arrivals and c change no digits (SPEC 2.4 keeps all results
# normal), so the sums are taken in the binade of 1.

def unit(P):
    return '1b-%d' % P.p


def root_code(s, P, opaque_root=False):
    """The code of dg_root_rho inside the window. S - (sum - A2) is the exact error of sum (fast_two_sum_exact in Coq)."""
    k = {f: name(f) for f in ('c', 'c_low', 'tau_mem')}
    pair = lambda x: {'high': name(x), 'low': name(x + '_low')}
    run = Run(P.header, {'spikes': True, 'S2 > 0': True, 'rho < least': False, 'rho > high': False, 'rises': True}, {})
    run.call('dg_root_rho', [k, pair('A1'), pair('A2'), name('window_low'), name('window_high')], '')
    lines = ['%s = %s;' % (n, gappa(f)) for n, f in run.definitions if not n.startswith('clamp')]
    fast = 'rnd(S - rnd(sum - A2))'
    if sum(fast in l for l in lines) != 1:
        raise SystemExit('scripts.py: dg_root_rho forms sum_low differently')
    for line in ('S2 = rnd(rnd(prod - prod1) + rest);', 'S = rnd(sqrt(S2));'):
        if line not in lines:
            raise SystemExit('scripts.py: dg_root_rho has no "%s"' % line)
    return [l.replace(fast, '((A2 + S) - sum)') for l in lines]


def part(lines, first, last):
    names = [l.split(' = ')[0] for l in lines]
    return lines[names.index(first):names.index(last) + 1]


PAIRS = ['A1', 'A2', 'c', 'A1_low', 'A2_low', 'c_low']


@bound
def discriminant(P, b):
    """What dg_root_rho adds to the difference of the rounded products, against the exact rest of A2^2 - 4 c A1, in 2^-2p A2^2: near
    tangency, where that difference is exact, this and the last rounding are the whole error."""
    s = Script(P)
    s.floats(*PAIRS)
    lines = root_code(s, P)
    s.line(*part(lines, 'prod', 'rest'))
    s.line('D = (A2 + A2_low) * (A2 + A2_low) - 4 * (c + c_low) * (A1 + A1_low);')
    return s.prove(['A2 in [1, 2]', 'c in [1, 2]', 'A1 in [1b-20, 1]', '|A1_low| <= 1b-%d' % P.p, '|A2_low| <= 1b-%d' % P.p,
                    '|c_low| <= 1b-%d' % P.p], '|((prod - prod1) + rest) - D| * 1b%d <= %s' % (2 * P.p, b),
                   ['((prod - prod1) + rest) - D -> (rest - ((prod_low - prod_low1) + (2 * A2 * A2_low - 4 * (c * A1_low + c_low * A1))))'
                    ' - (A2_low * A2_low - 4 * c_low * A1_low)'])


@bound
def discriminant_plain(P, b):
    """A2^2 and 4 c A1 as dg_crosses_two compares them, relative error of each in 2^-p."""
    s = Script(P)
    s.floats('a1', 'a2', 'c')
    s.line('left = rnd(a2 * a2);', 'right = rnd(rnd(4 * c) * a1);')
    text = ' '.join(P.header.function('dg_crosses_two')[1])
    if '( a2 * a2 >= 4 * c * a1 )' not in text:
        raise SystemExit('scripts.py: dg_crosses_two compares something else')
    wide = '[1b-%d, 1b%d]' % ((100, 100) if P.bits == 64 else (20, 20))
    return s.prove(['a1 in %s' % wide, 'a2 in %s' % wide, 'c in %s' % wide],
                   'left -/ (a2 * a2) in [-{0}, {0}] /\\ right -/ (4 * c * a1) in [-{0}, {0}]'.format(decimal(Fraction(b) / 2 ** P.p)))


@bound
def root_step(P, b):
    """rho + step of dg_root_rho before it is rounded, against 2 A1/(A2 + S) for its S, in 2^-2p: the remainder is divided again."""
    s = Script(P)
    s.floats('A1', 'A2', 'A1_low', 'A2_low', 'S')
    lines = root_code(s, P)
    s.line(*part(lines, 'sum', 'rho1'))
    corrected = re.match(r'rho1 = rnd\(rho \+ rnd\((.*) \* inverse\)\);', part(lines, 'rho1', 'rho1')[0])
    if not corrected:
        raise SystemExit('scripts.py: dg_root_rho corrects rho differently')
    s.line('Sum = A2 + A2_low + S;', 'Two = 2 * A1 + 2 * A1_low;', 'Rho = Two / Sum;', 'left = rnd((2 * A1) - prod2);',
           'rest = %s;' % corrected.group(1), 'step = rnd(rest * inverse);',
           'Rest = Two - rho * Sum;')
    return s.prove(['A1 in [1, 2]', 'A2 in [1, 2]', 'S in [0, 2]', '|A1_low| <= 1b-%d' % P.p, '|A2_low| <= 1b-%d' % P.p,
                    'A2 - S in [0, 2]'],
                   '|step - Rest / Sum| * 1b%d <= %s' % (2 * P.p, b),
                   ['step - Rest / Sum -> (step - rest * inverse) + (rest - Rest) * inverse + Rest * (inverse - 1 / Sum) {Sum <> 0}',
                    'inverse - 1 / Sum -> (inverse - 1 / sum) + (Sum - sum) / (sum * Sum) {sum <> 0, Sum <> 0}',
                    'Sum - sum -> A2_low - (sum - (A2 + S))',
                    'Rest -> (2 * A1 - prod2 - prod_low2) + 2 * A1_low - rho * (Sum - sum)',
                    'rest - Rest -> (rest - ((left - prod_low2) + (2 * A1_low - rho * sum_low))) + (left - (2 * A1 - prod2)) '
                    '- rho * (sum_low - (Sum - sum))',
                    'sum_low - (Sum - sum) -> sum_low - (((A2 + S) - sum) + A2_low)',
                    '2 * A1 - prod2 -> 2 * A1 * (1 - inverse * sum) - (rho - 2 * A1 * inverse) * sum - (prod2 - rho * sum)',
                    '1 - inverse * sum -> -(inverse - 1 / sum) * sum {sum <> 0}'])


@bound
def root(P, b):
    """rho = 2 A1/(A2 + S) of dg_root_rho for the S it uses, relative, in 2^-p."""
    s = Script(P)
    s.line('rho1 = rnd(v);')
    limit = decimal(Fraction(P.proved('root_step')) / 4 ** P.p)
    return s.prove(['|v - Rho| <= %s' % limit, 'Rho in [0.4, 4.1]'], relative('rho1', 'Rho', b, P),
                   ['v -> Rho + (v - Rho)', '(rho1 - Rho) / Rho -> (rho1 - v) / v * (v / Rho) + (v - Rho) / Rho {v <> 0, Rho <> 0}',
                    'v / Rho -> 1 + (v - Rho) / Rho {Rho <> 0}'])


def relative(x, exact, b, P):
    return '%s -/ %s in [-%s, %s]' % (x, exact, decimal(Fraction(b) / 2 ** P.p), decimal(Fraction(b) / 2 ** P.p))


@bound
def synapse_kernel(P, b):
    """u (1 - u) of dg_synapse_two for r < rho, relative, in 2^-p, y = 1/rho as dg_rates_of rounds it."""
    return synapse(P, b, 'one_kernel', '(r * (1 / rho)) * ((rho - r) * (1 / rho))', ['rho - r in [1b-60, 2]'])


@bound
def synapse_slope(P, b):
    """u (2 u - 1) of dg_synapse_two for r < rho, relative, in 2^-p."""
    return [synapse(P, b, 'one_slope', '(r * (1 / rho)) * ((2 * r - rho) * (1 / rho))', [h])
            for h in ('2 * r - rho in [1b-60, 2]', '2 * r - rho in [-2, -1b-60]')]


def synapse(P, b, value, formula, hypotheses):
    s = Script(P)
    s.floats('r', 'rho')
    s.line('y = rnd(1 / rho);')
    s.code('dg_synapse_two', [name('r'), name('rho'), name('y')], choose={'r < rho': True})
    s.lines = [l for l in s.lines if not l.startswith('one_') or l.startswith(value + ' ')]
    s.line('Exact = %s;' % formula)
    least = 100 if P.bits == 64 else 20
    return s.prove(['rho in [1, 2]', 'r in [1b-%d, 2]' % least] + hypotheses, relative(value, 'Exact', b, P))


@bound
def gradient_weight(P, b):
    """dT/dw = -kernel dT_dc, and dL/dw of one sample, of a layer with tau_mem = 2 tau_syn, against the exact product with 1/K' and
    dL/dT as given, relative, in 2^-p."""
    return component(P, b, 'dw = rnd((-rnd(g_out * dT_dc)) * kernel);', 'dw', '(-(g_out * dT_dc)) * Kernel', 'synapse_kernel',
                     '(dL_dT * dT_dc) * kernel')


@bound
def gradient_arrival(P, b):
    """dL/da of one synapse and sample, likewise."""
    return component(P, b, 'rate = rnd(1 / tau_mem); da = rnd(rnd(w * rnd(rnd(g_out * dT_dc) * rate)) * kernel);', 'da',
                     '(w * ((g_out * dT_dc) * (1 / tau_mem))) * Kernel', 'synapse_slope', '')


def component(P, b, code, value, formula, figure, _):
    for function, texts in (
            ('dg_rates_two', ('rate = 1 / tau_mem',)),
            ('dg_rates_of', ('g = g_out * dT_dc', 'of . inverse = 1 / rho', 'of . by_weight = - g', 'of . by_arrival = g * rate')),
            ('dg_synapse_gradient_two', ('of . weight = by_weight * one . kernel', 'of . arrival = w * by_arrival * one . slope'))):
        body = ' '.join(P.header.function(function)[1])
        for text in texts:
            if text not in body:
                raise SystemExit('scripts.py: %s has no "%s"' % (function, text))
    s = Script(P)
    s.floats('g_out', 'dT_dc', 'w', 'tau_mem', 'kernel')
    s.line(code)
    if value == 'dw':
        s.lines = [l for l in s.lines if not re.match('(w|tau_mem) =', l)]
    wide = '[1b-%d, 1b%d]' % ((30, 30) if P.bits == 64 else (10, 10))
    limit = decimal(Fraction(P.proved(figure)) / 2 ** P.p)
    return s.prove(['%s in %s' % (v, wide) for v in ('g_out', 'dT_dc', 'kernel') + (() if value == 'dw' else ('w', 'tau_mem'))] +
                   ['kernel -/ Kernel in [-%s, %s]' % (limit, limit), 'Kernel in [1b-40, 1b40]'], relative(value, '(%s)' % formula, b, P))


# ---- the spike of one neuron (the precise path, SPEC 9.3), tau_mem = 2 tau_syn: the time since the last arrival

def since_code(s, P):
    """The code of dg_root_two inside the window, its S a number of its own."""
    run = Run(P.header, {'square > 0': True, '! ( a2 > 0 ) || ! ( growth > 0 )': False, 'below > 0': True}, {'dg_log1p': 'time'})
    run.call('dg_root_two', [{'c': name('c'), 'tau_mem': name('tau_mem')}, {'v': name('v'), 'i': name('i')}], '')
    return {n: '%s = %s;' % (n, gappa(f)) for n, f in run.definitions}


def since_limits(P):
    """Powers of two in v, i and c cancel, so c is in [1, 2]. What SPEC 2.1 and 2.4 admit is far inside."""
    most = {64: '1b200', 32: '1b40'}[P.bits]
    least = {64: '1b-60', 32: '1b-30'}[P.bits]                   # the least difference of numbers near c that is not 0
    return ['c in [1, 2]', 'i in [1, %s]' % most, 'S in [0, 1b%d]' % {64: 202, 32: 42}[P.bits], 'c - v in [%s, %s]' % (least, most),
            'i - v in [%s, %s]' % (least, most), 'v + i in [%s, %s]' % (least, most)]


@bound
def since_step(P, b):
    """rho - 1 = 4 i (c - v)/((i - v + S)(v + i + S)) of dg_root_two for the S it uses, relative, in 2^-p."""
    s = Script(P)
    s.floats('v', 'i', 'c', 'S')
    code = since_code(s, P)
    s.line(*[code[n] for n in ('a2', 'below', 'growth', 'step')])
    s.line('gap = rnd(i - v);', 'Gap = i - v;', 'A2 = v + i;', 'Growth = Gap + S;', 'Sum = A2 + S;',
           'Step = 4 * i * (c - v) / Growth / Sum;')
    share = '(({0} + S) - {2}) / {2} -> (({0} - {1}) / {1}) * (1 / (1 + S / {1})) {{{1} <> 0, {2} <> 0}}'
    return s.prove(since_limits(P), relative('step', 'Step', b, P),
                   [share.format('gap', 'Gap', 'Growth'), share.format('a2', 'A2', 'Sum')])


@bound
def since_rise(P, b):
    """tau_mem v' = S/rho of dg_root_two for the S it uses, relative, in 2^-p."""
    s = Script(P)
    s.floats('step', 'S')
    s.line(since_code(s, P)['rise'], 'Rise = S / (1 + Step);')
    limit = decimal(Fraction(P.proved('since_step')) / 2 ** P.p)
    return s.prove(['Step in [1b-200, 1b20]', 'S in [1b-20, 1b20]', 'step -/ Step in [-%s, %s]' % (limit, limit)], relative('rise', 'Rise', b, P),
                   ['step -> Step + Step * ((step - Step) / Step) {Step <> 0}',
                    '((1 + step) - (1 + Step)) / (1 + Step) -> ((step - Step) / Step) * (1 - 1 / (1 + Step)) {Step <> 0, 1 + Step <> 0}'])


@bound
def since(P, b):
    """The time since the last arrival, tau_mem log rho, of dg_root_two for the S it uses, relative, in 2^-p: log1p moves relatively no
    more than its argument (log_growth in proofs/coq/RoundingLog.v). rho at most sqrt(2), where log1p is bounded."""
    s = Script(P)
    s.floats('time', 'tau_mem')
    s.line(since_code(s, P)['since'])
    step = decimal(Fraction(P.proved('since_step')) / 2 ** P.p)
    log = decimal(2 * Fraction(P.proved('log1p')) / 2 ** P.p)    # an ulp is at most 2 u
    wide = '[1b-%d, 1b%d]' % ((200, 20) if P.bits == 64 else (40, 20))
    return s.prove(['tau_mem in [1b-20, 1b20]', 'time in %s' % wide, 'Moved in [1b-300, 1b30]', 'Time in [1b-300, 1b30]',
                    'time -/ Moved in [-%s, %s]' % (log, log), 'Moved -/ Time in [-%s, %s]' % (step, step)],
                   relative('since', '(tau_mem * Time)', b, P))


# ---- its gradients. Given e^-x and e^-x - 1, x = s/tau, as pairs with relative errors of u/4 (dg_exp_pair, measured; for s up to tau)

def pair(v):
    return {'high': name(v + '_high'), 'low': name(v + '_low')}


def kernel_of(P, b, function, opaque, factors, errors, formula):
    """The high part of a kernel that a function returns as the product of two pairs, relative, in 2^-p. Powers of two in the factors
    cancel."""
    asked = []
    opaque = dict(opaque, dg_pair_product=lambda a: asked.append(a) or pair('product%d' % len(asked)))
    run = Run(P.header, {}, opaque)
    value = run.call(function, [{'tau_mem': name('tau_mem')}, pair('s')], '')['kernel']['high']
    value = dict(run.definitions).get(value[1], value)
    if asked[0] != factors or (value[1] if value[0] == 'minus' else value) != name('product1_high'):
        raise SystemExit('scripts.py: %s forms its kernel differently' % function)
    s = Script(P)
    s.line('kernel = rnd(T);')                                   # the high part of a pair is its sum rounded (two_sum_exact)
    limits = [decimal(Fraction(e) / 2 ** P.p) for e in errors]
    product = decimal(Fraction(P.proved('pair_product')) / 4 ** P.p)
    return s.prove(['X in [1, 2.001]', 'Y in [1, 2.001]', 'T -/ (X * Y) in [-{0}, {0}]'.format(product)] +
                   ['%s -/ E_%s in [-%s, %s]' % (n, n, l, l) for n, l in zip('XY', limits)], relative('kernel', formula, b, P))


@bound
def neuron_kernel_two(P, b):
    """k(s) = e^-x (1 - e^-x), x = s/tau_mem, of dg_response_two."""
    e = {'value': pair('value'), 'growth': pair('growth')}
    return kernel_of(P, b, 'dg_response_two', {'dg_decay_of': lambda a: e}, [pair('value'), pair('growth')], ['0.25', '0.25'],
                     '(E_X * E_Y)')


@bound
def neuron_kernel_one(P, b):
    """k(s) = x e^-x, x = s/tau, of dg_response_one; x is the quotient of s and tau as pairs."""
    e = {'value': pair('value'), 'growth': pair('growth')}
    return kernel_of(P, b, 'dg_response_one', {'dg_decay_of': lambda a: e, 'dg_pair_quotient': lambda a: pair('x')},
                     [pair('x'), pair('value')], [decimal(Fraction(P.proved('pair_quotient')) / 2 ** P.p), '0.25'], '(E_X * E_Y)')


@bound
def neuron_slope(P, b):
    """dT/dc = tau_mem/(tau_mem K') for the sum K' used, relative, in 2^-p."""
    s = Script(P)
    s.floats('tau_mem', 'rise')
    s.line('slope = %s;' % statement(P, 'dg_spike_from', 'spike . dT_dc =', {'k': fields('tau_mem'), 'root': fields('rise')},
                                     {'root . rise > 0': True}))
    return s.prove(['tau_mem in %s' % wide(P), 'rise in %s' % wide(P)], relative('slope', '(tau_mem / rise)', b, P))


@bound
def neuron_weight(P, b):
    """dT/dw = -k(s) dT/dc of dg_derivatives_of for the dT/dc used, relative, in 2^-p; tau_mem = tau_syn or 2 tau_syn."""
    s = Script(P)
    s.floats('kernel', 'dT_dc')
    s.line('by_weight = %s;' % statement(P, 'dg_derivatives_of', 'd . by_weight =', {n: name(n) for n in ('kernel', 'dT_dc')}))
    limit = decimal(max(Fraction(P.proved('neuron_kernel_' + r)) for r in ('one', 'two')) / 2 ** P.p)
    return s.prove(['kernel in %s' % wide(P), 'dT_dc in %s' % wide(P), 'Kernel in %s' % wide(P, 2), 'kernel -/ Kernel in [-{0}, {0}]'.format(limit)],
                   relative('by_weight', '((-Kernel) * dT_dc)', b, P))


@bound
def neuron_term(P, b):
    """w tau_mem k'(s) = w (C - K) of dg_rise_term, C = e^(-s/tau_syn), K = k(s), in 2^-p |w| (C + K). C and K are pairs with relative
    errors of 0.51 u (of the e^-x given above and of their products); M = C + K."""
    body = ' '.join(P.header.function('dg_rise_term')[1])
    if body != 'return dg_pair_product ( dg_pair_of ( w ) , dg_pair_sum ( one . current , dg_pair_minus ( one . kernel ) ) ) ;':
        raise SystemExit('scripts.py: dg_rise_term computes something else')
    s = Script(P)
    s.line('term = rnd(T);')                                     # the high part of a pair is its sum rounded
    limit = lambda figure, power=1: decimal(Fraction(figure) / 2 ** (power * P.p))
    return s.prove(['(Sum - (C - K)) / M in [-{0}, {0}]'.format(limit('0.511')), '(C - K) / M in [-1, 1]', 'w in [1, 2]', 'M in [1b-30, 2]',
                    '(T - w * Sum) / (w * M) in [-{0}, {0}]'.format(limit(P.proved('pair_product'), 2)), '|T| in [1b-60, 4]'],
                   '(term - w * (C - K)) / (w * M) in [-{0}, {0}]'.format(limit(b)),
                   ['(term - w * (C - K)) / (w * M) -> ((term - T) / T) * (T / (w * M)) + (T - w * Sum) / (w * M) + (Sum - (C - K)) / M '
                    '{T <> 0, w <> 0, M <> 0}', 'T / (w * M) -> (T - w * Sum) / (w * M) + (Sum - (C - K)) / M + (C - K) / M {w <> 0, M <> 0}'])


@bound
def neuron_arrival(P, b):
    """dT/da = w tau_mem k'(s)/(tau_mem K') of dg_derivatives_of for the sum K' used, in 2^-p |w| (C + K)/(tau_mem K')."""
    s = Script(P)
    s.floats('term', 'rise')
    s.line('by_arrival = %s;' % statement(P, 'dg_derivatives_of', 'd . by_arrival =', {n: name(n) for n in ('term', 'rise')}, {'rise > 0': True}))
    limit = decimal(Fraction(P.proved('neuron_term')) / 2 ** P.p)
    return s.prove(['|term| in %s' % wide(P), 'rise in %s' % wide(P), 'M in [1b-1000, 1b1000]', 'Term / M in [-1, 1]',
                    '(term - Term) / M in [-{0}, {0}]'.format(limit)],
                   '(by_arrival - Term / rise) / (M / rise) in [-{0}, {0}]'.format(decimal(Fraction(b) / 2 ** P.p)),
                   ['(by_arrival - Term / rise) / (M / rise) -> ((by_arrival - term / rise) / (term / rise)) * (Term / M + (term - Term) / M) + '
                    '(term - Term) / M {term <> 0, rise <> 0, M <> 0}'])


@bound
def gradient_weight_any(P, b):
    """dL/dw of one sample in layers with tau_mem = tau_syn, for dL/dT and dT/dc used, relative, in 2^-p."""
    s = Script(P)
    s.floats('g_out', 'dT_dc', 'kernel')
    s.line('g = %s;' % statement(P, 'dg_target_backward_any', 'dg_real g =', {n: name(n) for n in ('g_out', 'dT_dc')}))
    s.line('by_weight = %s;' % statement(P, 'dg_target_backward_any', '; by_weight [ l ] =', {'g': name('g')}))
    s.line('dw = %s;' % statement(P, 'dg_target_backward_any', '{ dw [ l ] =', {n: name(n) for n in ('by_weight', 'kernel')}))
    limit = decimal(Fraction(P.proved('neuron_kernel_one')) / 2 ** P.p)
    return s.prove(['%s in %s' % (v, wide(P)) for v in ('g_out', 'dT_dc', 'kernel')] + ['Kernel in %s' % wide(P, 2), 'kernel -/ Kernel in [-{0}, {0}]'.format(limit)],
                   relative('dw', '((-(g_out * dT_dc)) * Kernel)', b, P))


@bound
def gradient_arrival_any(P, b):
    """dL/da of one synapse and sample in layers with another ratio than 2, for dL/dT, tau_mem k'(s) and tau_mem K' used, relative, in 2^-p."""
    s = Script(P)
    s.floats('g_out', 'sum', 'w', 'one_slope')
    f = 'dg_target_backward_any'
    s.line('slope = %s;' % statement(P, f, 'slope [ l ] =', {'w': name('w'), 'one': {'slope': name('one_slope')}}))
    s.line('by_arrival = %s;' % statement(P, f, 'by_arrival [ l ] =', {n: name(n) for n in ('g_out', 'sum')}, {'sum > 0 && dT_dc > 0': True}))
    s.line('da = %s;' % statement(P, f, '; da [ l ] =', {n: name(n) for n in ('by_arrival', 'slope')}))
    return s.prove(['%s in %s' % (v, wide(P)) for v in ('g_out', 'sum', 'w', 'one_slope')], relative('da', '((g_out / sum) * (w * one_slope))', b, P))


# ---- losses

LOSS = {'loss': {n: ('name', n) for n in ('delta_t', 'early_beta')}, 'T': name('T'), 'T_label': name('T_label'),
        'tau_syn': name('tau_syn'), 'e': name('e'), 'correct': name('correct'), 'wrong': name('wrong'), 'gap': name('delta'),
        'alpha': name('early_alpha')}


@bound
def loss_mse(P, b):
    """A term (T - target)^2/2 of the squared error, relative, in 2^-p; e, its derivative by T, errs by 1."""
    scripts = []
    for label, target in ((True, 'correct'), (False, 'wrong')):
        s = Script(P)
        s.floats('T', target)
        s.line('e = %s;' % statement(P, 'dg_squared_errors', 'dg_real e =', LOSS, {'j == label': label}),
               'term = %s;' % statement(P, 'dg_squared_errors', 'value +=', LOSS))
        scripts.append(s.prove(['|T - %s| in %s' % (target, wide(P)), '|T| <= 1b40', '|%s| <= 1b40' % target],
                               relative('term', '((T - {0}) * (T - {0}) / 2)'.format(target), b, P) + ' /\\ ' + relative('e', '(T - %s)' % target, '1', P)))
    return scripts


@bound
def loss_shift(P, b):
    """T_j - T_label - delta of the shift-invariant squared error, its derivative by T_j, in 2^-p (|T_j - T_label| + delta)."""
    s = Script(P)
    s.floats('T', 'T_label', 'delta_t', 'tau_syn')
    s.line('delta = %s;' % statement(P, 'dg_plain_loss', 'return dg_squared_gaps (', LOSS), 'Delta = delta_t * tau_syn;',
           'e = %s;' % statement(P, 'dg_squared_gaps', 'dg_real e =', LOSS, {'j == label': False}), 'gap = rnd(T - T_label);', 'Gap = T - T_label;')
    return s.prove(['|Gap| in %s' % wide(P), 'delta_t in %s' % wide(P), 'tau_syn in [1b-10, 1b10]', '|gap - delta| in %s' % wide(P, 20),
                    'M in [1b-200, 1b200]', 'Gap / M in [-1, 1]', 'Delta / M in [0, 1]', '(Gap - Delta) / M in [-1, 1]'],
                   '(e - (Gap - Delta)) / M in [-{0}, {0}]'.format(decimal(Fraction(b) / 2 ** P.p)),
                   ['(e - (Gap - Delta)) / M -> ((e - (gap - delta)) / (gap - delta)) * ((gap - delta) / M) + '
                    '((gap - Gap) / Gap) * (Gap / M) - ((delta - Delta) / Delta) * (Delta / M) {gap - delta <> 0, M <> 0, Gap <> 0, Delta <> 0}',
                    '(gap - delta) / M -> (Gap - Delta) / M + ((gap - Gap) / Gap) * (Gap / M) - ((delta - Delta) / Delta) * (Delta / M) '
                    '{M <> 0, Gap <> 0, Delta <> 0}'])


@bound
def loss_cross_entropy(P, b):
    """The derivative of the cross-entropy by one time, for the exponentials and their sums used, relative, in 2^-p."""
    scripts = []
    for label, n in ((True, 'others'), (False, 'term')):
        s = Script(P)
        s.floats(n, 'sum', 'scale')
        s.line('by_time = %s;' % statement(P, 'dg_share_slopes', 'dg_real slope =', {v: name(v) for v in ('others', 'term', 'sum', 'scale')}, {'j == label': label}))
        scripts.append(s.prove(['%s in [1b-30, 1b30]' % n, 'sum in [1, 1b30]', 'scale in [1b-20, 1b20]'],
                               relative('by_time', ('(%s / sum / scale)' if label else '((-%s) / sum / scale)') % n, b, P)))
    return scripts


@bound
def loss_early(P, b):
    """alpha e^(T/(beta tau_syn))/(beta tau_syn), the derivative of the early-output term, for the exponential used, relative, in 2^-p."""
    s = Script(P)
    s.floats('early_alpha', 'early_beta', 'tau_syn', 'exponential')
    body = ' '.join(P.header.function('dg_complete_loss')[1])
    if 'g [ label * stride ] += early / scale ;' not in body:
        raise SystemExit('scripts.py: dg_complete_loss adds something else')
    s.line('scale = %s;' % statement(P, 'dg_complete_loss', ', scale =', LOSS),
           'early = %s;' % statement(P, 'dg_complete_loss', 'dg_real early =', dict(LOSS, scale=name('scale')), opaque={'dg_exp': 'exponential'}),
           'by_time = rnd(early / scale);')
    return s.prove(['%s in [1b-20, 1b20]' % v for v in ('early_alpha', 'early_beta', 'tau_syn', 'exponential')],
                   relative('by_time', '(early_alpha * exponential / (early_beta * tau_syn))', b, P))


# ---- the logistic function

@bound
def sigmoid(P, b):
    """dg_sigmoid, relative, in 2^-p; its exponential has the error proved above."""
    scripts = []
    for negative in (True, False):
        s = Script(P)
        s.floats('e')
        s.code('dg_sigmoid', [name('p')], choose={'p < 0': negative}, opaque={'dg_exp': 'e'}, result='value')
        limit = decimal(2 * Fraction(P.proved('exp_below_1')) / 2 ** P.p)
        scripts.append(s.prove(['e in [1b-%d, 1]' % (1000 if P.bits == 64 else 120), 'e -/ E in [-%s, %s]' % (limit, limit), 'E in [1b-1021, 1.001]'],
                               relative('value', '(%s / (1 + E))' % ('E' if negative else '1'), b, P)))
    return scripts


@bound
def sigmoid_slope(P, b):
    """dg_delay_slope, relative, in 2^-p."""
    s = Script(P)
    s.floats('e', 'scale')
    s.code('dg_delay_slope', [{'map': name('map'), 'scale': name('scale')}, name('p')],
           choose={('delay -> map != DG_MAP_SIGMOID'): False, 'p < 0': True}, opaque={'dg_exp': 'e'}, result='y')
    limit = decimal(2 * Fraction(P.proved('exp_below_1')) / 2 ** P.p)
    return s.prove(['e in [1b-%d, 1]' % (500 if P.bits == 64 else 60), 'scale in [1b-20, 1b20]', 'e -/ E in [-%s, %s]' % (limit, limit),
                    'E in [1b-501, 1.001]'], relative('y', '(scale * (E / ((1 + E) * (1 + E))))', b, P))


# ---- pairs

def pairs(P, b, function, formula, hints):
    s = Script(P)
    s.floats('x', 'x_low', 'y', 'y_low')
    pair = lambda v: {'high': name(v), 'low': name(v + '_low')}
    s.code(function, [pair('x'), pair('y')], 'q_', result='result')
    s.line('X = x + x_low;', 'Y = y + y_low;', 'result = result_high + result_low;', 'Exact = %s;' % formula)
    return s.prove(['x in [1, 2]', 'y in [1, 2]', '|x_low| <= 1b-%d' % P.p, '|y_low| <= 1b-%d' % P.p],
                   '|result - Exact| * 1b%d <= %s' % (2 * P.p, b), hints)


@bound
def pair_sum(P, b):
    """dg_pair_sum of x and y in [1, 2], in 2^-2p."""
    return pairs(P, b, 'dg_pair_sum', 'X + Y', ['result - Exact -> q_x - (q_sum_low + (x_low + y_low))'])


@bound
def pair_product(P, b):
    """dg_pair_product of x and y in [1, 2], in 2^-2p."""
    return pairs(P, b, 'dg_pair_product', 'X * Y',
                 ['result - Exact -> (q_x - (q_prod_low + (x * y_low + x_low * y))) - x_low * y_low'])


@bound
def pair_quotient(P, b):
    """dg_pair_quotient of x and y in [1, 2], in 2^-2p: the remainder x - q y is exact."""
    s = Script(P)
    s.floats('x', 'x_low', 'y', 'y_low')
    pair = lambda v: {'high': name(v), 'low': name(v + '_low')}
    s.code('dg_pair_quotient', [pair('x'), pair('y')], 'q_', result='result')
    divided = re.match(r'q_x = rnd\((.*) / y\);', part(s.lines, 'q_x', 'q_x')[0])
    parts = divided and re.match(r'rnd\(rnd\(rnd\(x - q_prod\) - q_prod_low\) \+ rnd\(x_low - rnd\(q_q \* y_low\)\)\)$', divided.group(1))
    if not parts:
        raise SystemExit('scripts.py: dg_pair_quotient divides something else')
    s.line('X = x + x_low;', 'Y = y + y_low;', 'result = result_high + result_low;', 'Exact = X / Y;', 'rest = %s;' % divided.group(1),
           'left = rnd(x - q_prod);', 'first = rnd(left - q_prod_low);', 'Rest = (x - q_q * y) + (x_low - q_q * y_low);')
    return s.prove(['x in [1, 2]', 'y in [1, 2]', '|x_low| <= 1b-%d' % P.p, '|y_low| <= 1b-%d' % P.p],
                   '|result - Exact| * 1b%d <= %s' % (2 * P.p, b),
                   ['result - Exact -> (q_x - rest / y) + (rest - Rest) / y + Rest * y_low / (y * Y) {y <> 0, Y <> 0}',
                    'x - q_q * y -> -((q_q - x / y) * y) {y <> 0}', 'x - q_prod -> (x - q_q * y) - (q_prod - q_q * y)',
                    'left - q_prod_low -> (x - q_q * y) + (left - (x - q_prod))',
                    'rest - Rest -> (rest - (first + rnd(x_low - rnd(q_q * y_low)))) + (first - (left - q_prod_low)) + (left - (x - q_prod)) '
                    '+ (rnd(x_low - rnd(q_q * y_low)) - (x_low - q_q * y_low))'], ['x in 2', 'y in 2'])


# ---- no overflow, no NaN: every operation of a leaf stays below the largest number and divides by no zero, for arguments that SPEC 2
# admits. Gappa's formats have no largest number, so a bound on each result is the absence of overflow.

def flat(f, lines, seen):
    """One definition for each operation of a formula; its name."""
    if f[0] in ('name', 'number'):
        return gappa(f)
    key = repr(f)
    if key not in seen:
        parts = [flat(x, lines, seen) if isinstance(x, tuple) else x for x in f[1:]]
        if f[0] == 'minus':
            text = '-%s' % parts[0]
        elif f[0] == 'sqrt':
            text = 'rnd(sqrt(%s))' % parts[0]
        elif f[0] == 'exact':
            text = '%s %s %s' % (parts[1], parts[0], parts[2])
        else:
            text = 'rnd(%s %s %s)' % (parts[1], parts[0], parts[2])
        seen[key] = 'o%d' % len(seen)
        lines.append('%s = %s;' % (seen[key], text))
    return seen[key]


def finite(P, function, arguments, ranges, choose=None, opaque=None, hints=(), drop=()):
    s = Script(P)
    s.floats(*[r.split(' in ')[0] for r in ranges])
    run = Run(P.header, choose, opaque)
    value = run.call(function, arguments, '')
    seen, results = {}, []
    for n, f in run.definitions:
        if n.startswith(tuple(drop)) and drop:
            break
        s.line('%s = %s;' % (n, flat(f, s.lines, seen)))
        results.append(n)
    if not drop:
        for f in value.values() if isinstance(value, dict) else [value]:
            flat(f, s.lines, seen)
    most = {64: '0x1.fffffffffffffp1023', 32: '0x1.fffffep127'}[P.bits]
    goals = ['|%s| <= %s' % (n, most) for n in list(seen.values())]
    return s.prove(ranges, ' /\\\n  '.join(goals), hints)


def powers(P, big, small):
    return big if P.bits == 64 else small


@bound
def finite_exp(P, b):
    """dg_exp_fraction: no operation overflows."""
    return finite(P, 'dg_exp_fraction', [name('a'), name('k')], ['a in [%s, %s]' % domain(P), 'k in [-{0}, {0}]'.format(powers(P, 1077, 152))])


@bound
def finite_log(P, b):
    """dg_log_pair: no operation overflows, 2 + f is not 0."""
    opaque = {'dg_binary_split': lambda a: {'fraction': ('name', 'fraction'), 'exponent': ('name', 'e')}}
    return finite(P, 'dg_log_pair', [name('u'), name('low')], ['fraction in [0.7, 1.42]', 'e in [-1075, 1075]', 'low in [-1, 1]'],
                  opaque=opaque)


@bound
def finite_sigmoid(P, b):
    """dg_sigmoid and dg_delay_slope: no operation overflows."""
    e = ['e in [0, 1]']
    most = powers(P, '1b1000', '1b120')
    return [finite(P, 'dg_sigmoid', [name('p')], e, {'p < 0': negative}, {'dg_exp': 'e'}) for negative in (True, False)] + \
        [finite(P, 'dg_delay_slope', [{'map': name('map'), 'scale': name('scale')}, name('p')], e + ['scale in [-%s, %s]' % (most, most)],
                {'delay -> map != DG_MAP_SIGMOID': False, 'p < 0': True}, {'dg_exp': 'e'})]


@bound
def finite_synapse(P, b):
    """dg_synapse_two, where y = 1/rho and r < rho: no operation overflows. Powers of two in r and rho cancel, so rho is in [1, 2]."""
    return finite(P, 'dg_synapse_two', [name('r'), name('rho'), name('y')], ['r in [0, 2]', 'rho in [1, 2]', 'y in [0.5, 1]'],
                  {'r < rho': True})


@bound
def finite_crosses(P, b):
    """dg_crosses_two: no operation overflows."""
    s = Script(P)
    s.floats('a1', 'a2', 'c', 'r', 'next')
    body = ' '.join(P.header.function('dg_crosses_two')[1])
    terms = {'end = a2 * next': 'o1 = rnd(a2 * next);', 'twice = 2 * a1': 'o2 = rnd(2 * a1);', 'end - a1': 'o3 = rnd(o1 - a1);',
             'c * next * next': 'o4 = rnd(c * next); o5 = rnd(o4 * next);', 'a2 * a2 >=': 'o6 = rnd(a2 * a2);',
             '4 * c * a1': 'o7 = rnd(4 * c); o8 = rnd(o7 * a1);', 'r * a2': 'o9 = rnd(r * a2);'}
    for text, line in terms.items():
        if text not in body:
            raise SystemExit('scripts.py: dg_crosses_two has no "%s"' % text)
        s.line(line)
    if len(re.findall(r'[*/]', body)) != 8 or len(re.findall(r' [-+] ', body)) != 1:
        raise SystemExit('scripts.py: dg_crosses_two computes something else')
    n = powers(P, (901, 501, 100, 400), (101, 61, 20, 40))
    most = {64: '0x1.fffffffffffffp1023', 32: '0x1.fffffep127'}[P.bits]
    return s.prove(['a1 in [-1b{0}, 1b{0}]'.format(n[0]), 'a2 in [-1b{0}, 1b{0}]'.format(n[1]), 'c in [1b-{0}, 1b{0}]'.format(n[2]),
                    'r in [0, 1b%d]' % n[3], 'next in [0, 1b%d]' % n[3]], ' /\\ '.join('|o%d| <= %s' % (i, most) for i in range(1, 10)))


@bound
def finite_root(P, b):
    """dg_root_rho up to S: no operation overflows, for the sums that RoundingSums.v allows. (rho and its slope are not covered.)"""
    n = powers(P, (901, 501, 100), (101, 61, 20))
    exponent = {'A1': n[0], 'A2': n[1], 'c': n[2], 'A1_low': n[0] - P.p, 'A2_low': n[1] - P.p, 'c_low': n[2] - P.p}
    scripts = []
    for line in part(root_code(Script(P), P), 'prod', 'S'):     # one definition at a time, from bounds of those before it
        n, formula = line[:-1].split(' = ')
        names = [v for v in re.findall(r'[A-Za-z_]\w*', formula) if v not in ('rnd', 'sqrt')]
        s = Script(P)
        s.line('%s_value = %s;' % (n, formula))
        exponent[n] = {'prod_low': exponent.get('prod', 0) - P.p + 1, 'prod_low1': exponent.get('prod1', 0) - P.p + 1}.get(n)
        if n in ('prod_low', 'prod_low1'):
            continue                                            # half an ulp of the product
        known = [exponent[v] for v in names]
        exponent[n] = {'prod': known[0] + known[-1] + 1, 'x': known[0] + 3, 'prod1': known[0] + known[-1] + 1,
                       'rest': powers(P, 1010, 120), 'S2': powers(P, 1022, 126), 'S': powers(P, 513, 65)}[n]
        ranges = ['%s in [%s, 1b%d]' % (v, '0' if n == 'S' else '-1b%d' % exponent[v], exponent[v]) for v in sorted(set(names))]
        parts = [within(formula, m.start() + 3) for m in re.finditer(r'rnd\(', formula)]
        quarter = powers(P, '1b1021', '1b125') if '(4 *' in formula else powers(P, '1b1023', '1b127')   # four times it too
        scripts.append(s.prove(ranges, ' /\\ '.join(['|%s_value| <= 1b%d' % (n, exponent[n])] +
                                                     ['|rnd%s| <= %s' % (q, quarter) for q in parts[1:]])))
    return scripts


def within(text, at):
    """The parenthesis that begins at a place of a text."""
    depth, end = 0, at
    while True:
        depth += {'(': 1, ')': -1}.get(text[end], 0)
        end += 1
        if depth == 0:
            return text[at:end]




def main():
    header, coq, bounds, directory = sys.argv[1:]
    figures = coq_figures(coq)
    os.makedirs(directory, exist_ok=True)
    rows = [row.split() for row in open(bounds) if row.strip() and row[0] != '#']
    proved = {(row[0], row[1]): row[2] for row in rows}
    precisions = {bits: Precision(header, bits, figures, proved) for bits in (64, 32)}
    for n, precision, b in (row[:3] for row in rows):
        texts = SCRIPTS[n](precisions[int(precision[-2:])], b)
        for i, text in enumerate([texts] if isinstance(texts, str) else texts):
            text = '# %s\n' % SCRIPTS[n].__doc__.replace('\n', '\n#') + text
            open('%s/%s_%s.%02d.g' % (directory, n, precision, i), 'w').write(text)


if __name__ == '__main__':
    main()
