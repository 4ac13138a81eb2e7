"""Reads straight-line functions of delgrad.h and writes them as formulas, so that a proof speaks of the code itself.

The header is preprocessed for one precision by the C compiler. A function is then executed on names instead of numbers: calls
are followed, each variable becomes a definition, a condition must be decided by whoever asks (its text is the key, so that a
condition that changed in the header is an error). Loops are not understood.

dg_two_sum, dg_lane_product and dg_two_product are not followed: their low part is the exact error of their high part, which
proofs/coq/RoundingSums.v proves of the operations in their bodies, EXACT below (two_sum_exact, product_error_exact for products of
at least LEAST, and fused_product_exact where the machine fuses). A header with other bodies is an error."""
import re
import subprocess

TYPES = {'dg_real', 'dg_index', 'int', 'int32_t', 'size_t', 'dg_pair', 'dg_exponential', 'dg_binary', 'dg_rho_spike', 'dg_synapse',
         'dg_membrane', 'dg_root', 'dg_response', 'dg_constants', 'dg_delay', 'const', 'double', 'float'}
POINTERS = {'k', 'delay', 'optimiser'}
TOKEN = re.compile(r'\s*(0[xX][0-9a-fA-F.]+[pP][-+]?\d+[fF]?|\d+\.?\d*(?:[eE][-+]?\d+)?[fFuU]?|[A-Za-z_]\w*|->|<<|>>|<=|>=|==|!=|&&|\|\||'
                   r'\+=|-=|\*=|/=|[-+*/%<>=!&|^~?:;,(){}\[\].])')

EXACT = {
    'dg_two_sum': 'dg_pair sum ; sum . high = a + b ; const dg_real part = sum . high - a ; '
                  'sum . low = ( a - ( sum . high - part ) ) + ( b - part ) ; return sum ;',
    'dg_product_error': 'const dg_real size = dg_size_of ( product ) , up = size < LEAST ? UP : 1 ; '
                        'const int a_is_less = dg_size_of ( a ) < dg_size_of ( b ) ; a = a_is_less ? a * up : a ; '
                        'b = a_is_less ? b : b * up ; dg_real t = SPLITTER * a ; const dg_real a1 = t - ( t - a ) , a2 = a - a1 ; '
                        't = SPLITTER * b ; const dg_real b1 = t - ( t - b ) , b2 = b - b1 ; '
                        'const dg_real error = ( ( a1 * b1 - product * up ) + a1 * b2 + a2 * b1 ) + a2 * b2 ; '
                        'return error * ( size < LEAST ? 1 / UP : 1 ) ;',
    'dg_lane_product': 'dg_pair product ; product . high = a * b ; '
                       'product . low = dg_product_error ( a , b , product . high ) ; return product ;',
    'dg_two_product': 'dg_pair product = dg_lane_product ( a , b ) ; product . low += 0 ; return product ;'}
CONSTANTS = {'double': {'SPLITTER': '0x1.0000002p+27', 'LEAST': '0x1p-960', 'UP': '0x1p+200'},
             'float': {'SPLITTER': '0x1.002p+12', 'LEAST': '0x1p-100', 'UP': '0x1p+60'}}


def preprocess(header, real):
    command = ['cc', '-E', '-P', '-DDG_REAL=' + real, '-D__FRAMAC__', header]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.sub(r'"[^"]*"', '0', text)


def tokens(text):
    out, at = [], 0
    text = text.strip()
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            raise SystemExit('header.py: cannot read ' + text[at:at + 40])
        out.append(m.group(1))
        at = m.end()
    return out


class Header:
    def __init__(self, path, real):
        self.text = preprocess(path, real)
        for name, body in EXACT.items():
            for constant, value in CONSTANTS[real].items():
                body = body.replace(constant, '( ( dg_real ) ( %s ) )' % value)
            if ' '.join(self.function(name)[1]) != body:
                raise SystemExit('header.py: %s is not what proofs/coq/RoundingSums.v proves exact' % name)

    def function(self, name):
        """Parameter names and the tokens of the body."""
        m = re.search(r'\n[^\n;={}]*\b%s\(([^)]*)\)\s*\{' % name, self.text)
        if not m:
            raise SystemExit('header.py: no function ' + name)
        at, depth = m.end(), 1
        while depth:
            depth += {'{': 1, '}': -1}.get(self.text[at], 0)
            at += 1
        parameters = [re.split(r'[\s*]+', p.strip())[-1] for p in m.group(1).split(',')]
        return parameters, tokens(self.text[m.end():at - 1])


class Run:
    """Executes functions. definitions: (name, formula) in order. choose: condition text -> True or False. opaque: functions that
    become a name of their own, function -> name."""

    def __init__(self, header, choose=None, opaque=None):
        self.header, self.choose, self.opaque = header, choose or {}, opaque or {}
        self.definitions, self.count, self.decided = [], {}, set()

    def define(self, name, formula):
        if isinstance(formula, dict):
            return {f: self.define(name + '_' + f, v) for f, v in formula.items()}
        if formula[0] in ('name', 'number'):
            return formula
        n = self.count.get(name, 0)
        self.count[name] = n + 1
        name += str(n) if n else ''
        self.definitions.append((name, formula))
        return ('name', name)

    def call(self, function, arguments, prefix):
        parameters, body = self.header.function(function)
        frame = Frame(self, dict(zip(parameters, arguments)), body, prefix)
        return frame.block()


class Frame:
    def __init__(self, run, variables, body, prefix):
        self.run, self.v, self.t, self.at, self.prefix = run, variables, body, 0, prefix

    def peek(self, n=0):
        return self.t[self.at + n] if self.at + n < len(self.t) else ''

    def take(self, expected=None):
        token = self.peek()
        if expected and token != expected:
            raise SystemExit('header.py: expected %s before %s' % (expected, ' '.join(self.t[self.at:self.at + 12])))
        self.at += 1
        return token

    def block(self):
        while self.at < len(self.t):
            done, value = self.statement(True)
            if done:
                return value
        return None

    def skip_statement(self):
        if self.peek() == '{':
            depth = 0
            while True:
                depth += {'{': 1, '}': -1}.get(self.take(), 0)
                if depth == 0:
                    return
        while self.take() != ';':
            pass

    def statement(self, live):
        token = self.peek()
        if token == '{':
            self.take()
            while self.peek() != '}':
                done, value = self.statement(True)
                if done:
                    return True, value
            self.take()
            return False, None
        if token == 'return':
            self.take()
            value = self.expression()
            self.take(';')
            return True, value
        if token == 'if':
            self.take(), self.take('(')
            holds = self.decide(self.raw_until_close())
            done, value = False, None
            if holds:
                done, value = self.statement(True)
                if done:
                    return True, value
            else:
                self.skip_statement()
            if self.peek() == 'else':
                self.take()
                if holds:
                    self.skip_statement()
                else:
                    return self.statement(True)
            return False, None
        if token in TYPES:
            while self.peek() in TYPES or self.peek() == '*':
                self.take()
            while True:
                name = self.take()
                if self.peek() == '=':
                    self.take()
                    self.v[name] = self.initial(name)
                else:
                    self.v[name] = {}
                if self.take() == ';':
                    return False, None
        while True:
            self.assignment()
            if self.take() == ';':
                return False, None

    def initial(self, name):
        if self.peek() == '{':
            self.take()
            values = [self.expression()]
            while self.peek() == ',':
                self.take()
                values.append(self.expression())
            self.take('}')
            return dict(zip(('high', 'low'), values))
        return self.run.define(self.prefix + name, self.expression())

    def assignment(self):
        name, field = self.take(), None
        if self.peek() in ('.', '->'):
            self.take()
            field = self.take()
        operator = self.take()
        value = self.expression()
        old = self.v[name] if field is None else self.v[name].get(field)
        if operator != '=':
            value = binary(operator[0], old, value)
        full = self.prefix + name + ('_' + field if field else '')
        value = self.run.define(full, value)
        if field is None:
            self.v[name] = value
        else:
            self.v[name] = dict(self.v[name], **{field: value})

    def raw_until_close(self):
        depth, text = 1, []
        while True:
            token = self.take()
            depth += {'(': 1, ')': -1}.get(token, 0)
            if depth == 0:
                return ' '.join(text)
            text.append(token)

    def decide(self, text):
        text = re.sub(r'\( dg_real \) ', '', text)
        if text not in self.run.choose:
            raise SystemExit('header.py: nobody decided the condition "%s"' % text)
        self.run.decided.add(text)
        return self.run.choose[text]

    def expression(self):
        start = self.at
        # a condition is read as text; the rest is skipped or evaluated
        end = self.condition_end()
        if end is not None:
            text = ' '.join(self.t[start:end])
            while text.startswith('( ') and text.endswith(' )') and balanced(text[2:-2]):
                text = text[2:-2]
            self.at = end + 1
            if self.decide(text):
                value = self.expression()
                self.take(':')
                self.skip_expression()
                return value
            self.skip_branch()
            self.take(':')
            return self.expression()
        return self.sum()

    def condition_end(self):
        depth, at = 0, self.at
        while at < len(self.t):
            token = self.t[at]
            if token in '([{':
                depth += 1
            elif token in ')]}':
                depth -= 1
                if depth < 0:
                    return None
            elif depth == 0 and token in (';', ',', ':', '='):
                return None
            elif depth == 0 and token == '?':
                return at
            at += 1
        return None

    def skip_branch(self):
        depth, questions = 0, 0
        while True:
            token = self.peek()
            if token in '([{' and token:
                depth += 1
            elif token in ')]}' and token:
                depth -= 1
            elif depth == 0 and token == '?':
                questions += 1
            elif depth == 0 and token == ':':
                if questions == 0:
                    return
                questions -= 1
            self.at += 1

    def skip_expression(self):
        depth = 0
        while self.at < len(self.t):
            token = self.peek()
            if token in '([{':
                depth += 1
            elif token in ')]}':
                if depth == 0:
                    return
                depth -= 1
            elif depth == 0 and token in (';', ',', ':'):
                return
            self.at += 1

    def sum(self):
        value = self.product()
        while self.peek() in ('+', '-'):
            operator = self.take()
            value = binary(operator, value, self.product())
        return value

    def product(self):
        value = self.unary()
        while self.peek() in ('*', '/'):
            operator = self.take()
            value = binary(operator, value, self.unary())
        return value

    def unary(self):
        if self.peek() == '-':
            self.take()
            value = self.unary()
            return ('number', '-' + value[1]) if value[0] == 'number' and value[1][0] != '-' else ('minus', value)
        if self.peek() == '+':
            self.take()
            return self.unary()
        if self.peek() == '(' and self.peek(1) in TYPES:
            self.take(), self.take(), self.take(')')
            return self.unary()
        return self.postfix()

    def postfix(self):
        token = self.take()
        if token == '(':
            value = self.expression()
            self.take(')')
        elif re.match(r'[\d]', token):
            text = token if token[:2] in ('0x', '0X') and 'p' not in token else token.rstrip('fFuU') if token[:2] not in ('0x', '0X') \
                else re.sub(r'(p[-+]?\d+)[fF]$', r'\1', token)
            value = ('number', text)
        elif self.peek() == '(':
            self.take()
            arguments = []
            while self.peek() != ')':
                arguments.append(self.expression())
                if self.peek() == ',':
                    self.take()
            self.take(')')
            value = self.called(token, arguments)
        else:
            if token not in self.v:
                raise SystemExit('header.py: unknown name ' + token)
            value = self.v[token]
        while self.peek() in ('.', '->'):
            self.take()
            field = self.take()
            value = value[field]
        return value

    def called(self, function, arguments):
        run = self.run
        if function == 'dg_two_sum':
            return self.error_free('+', arguments)
        if function in ('dg_lane_product', 'dg_two_product'):
            return self.error_free('*', arguments)
        if function == 'dg_sqrt':
            return ('sqrt', arguments[0])
        if function in run.opaque:
            value = run.opaque[function]
            return value(arguments) if callable(value) else ('name', value)
        if function == 'dg_pair_of':
            return {'high': arguments[0], 'low': ('number', '0')}
        return run.call(function, arguments, self.prefix + re.sub('^dg_', '', function) + '_')

    def error_free(self, operator, arguments):
        name = self.prefix + ('sum' if operator == '+' else 'prod')
        arguments = [self.run.define(self.prefix + 'x', a) for a in arguments]
        high = self.run.define(name, binary(operator, *arguments))
        low = self.run.define(name + '_low', ('exact', '-', ('exact', operator, *arguments), high))
        return {'high': high, 'low': low}


def balanced(text):
    depth = 0
    for c in text:
        depth += {'(': 1, ')': -1}.get(c, 0)
        if depth < 0:
            return False
    return depth == 0


def binary(operator, a, b):
    if isinstance(a, dict) or isinstance(b, dict):
        raise SystemExit('header.py: arithmetic on a pair')
    if operator in '+-' and b == ('number', '0'):
        return a
    if operator == '+' and a == ('number', '0'):
        return b
    return ('round', operator, a, b)


def is_power_of_two(f):
    if f[0] != 'number':
        return False
    x = abs(float.fromhex(f[1]) if 'x' in f[1].lower() else float(f[1]))
    return x > 0 and x.hex().startswith('0x1.0000000000000p')


def gappa(f):
    """A formula with roundings as Gappa reads it. Products with a power of two do not round."""
    if f[0] == 'name':
        return f[1]
    if f[0] == 'number':
        return '(%s)' % f[1] if f[1][0] == '-' else f[1]
    if f[0] == 'minus':
        return '(-%s)' % gappa(f[1])
    if f[0] == 'sqrt':
        return 'rnd(sqrt(%s))' % gappa(f[1])
    _, operator, a, b = f
    text = '(%s %s %s)' % (gappa(a), operator, gappa(b))
    if f[0] == 'exact' or (operator == '*' and (is_power_of_two(a) or is_power_of_two(b))) or (operator == '/' and is_power_of_two(b)):
        return text
    return 'rnd' + text


def exact(f):
    """The same formula without rounding."""
    if f[0] == 'name':
        return f[1]
    if f[0] == 'number':
        return '(%s)' % f[1] if f[1][0] == '-' else f[1]
    if f[0] == 'minus':
        return '(- %s)' % exact(f[1])
    if f[0] == 'sqrt':
        return 'sqrt(%s)' % exact(f[1])
    return '(%s %s %s)' % (exact(f[2]), f[1], exact(f[3]))
