#!/usr/bin/env python3
"""Translates the logic that contracts use (ACSL, proofs/acsl/*.h) into Coq, so that Coq can compare it with proofs/coq.

  translate.py HEADER ACSL-FILE...            Coq: for every logic function, predicate, lemma, axiom and bodyless ghost lemma one
                                              statement that Coq's theory of the same name must prove (script for coqtop)
  translate.py --list HEADER ACSL-FILE...     kind and name of everything, one a line
  translate.py --statements HEADER FILE...    the Coq text alone, to read

Reals become R, integers Z, arrays functions of Z, structures records whose fields are named STRUCT_FIELD. A pointer to a structure
is a record unless it is indexed. In conditions > and >= are turned round; C's / and % truncate (Z.quot, Z.rem). A predicate that speaks of memory
(\\valid, \\separated, .., the state at two labels, or where the parts of a workspace lie), or uses one that does, has no Coq side and is listed as memory. A lemma about several
states of memory has one variable for each pointer at each of its labels (w_A, w_B). Anything else that this program cannot
read is an error: nothing is left out silently.
"""
import re
import sys
from fractions import Fraction

MEMORY = {"\\valid", "\\valid_read", "\\separated", "\\initialized", "\\is_finite", "\\fresh", "\\block_length",
          "\\base_addr", "\\offset", "\\is_infinite", "\\is_NaN", "\\dangling", "\\old", "\\at", "\\allocation", "\\freeable"}
PARTS = re.compile(r"\bpredicate\b.*\bdg_\w+_parts\b", re.S)  # where the parts of a workspace lie
KEYWORDS = {"at", "in", "end", "fix", "if", "then", "else", "let", "match", "with", "return", "as", "Set", "Prop", "Type", "for",
            "where", "using", "exists", "forall", "fun", "by"}
INT_TYPES = {"integer", "int", "size_t", "dg_index", "char", "unsigned", "uint8_t", "uint16_t", "uint32_t", "uint64_t", "int32_t",
             "int64_t", "long", "unsigned char", "unsigned int"}
UNSIGNED = {"uint8_t": 8, "uint16_t": 16, "uint32_t": 32, "uint64_t": 64, "size_t": 64}
REAL_MACROS = set()  # those of the header that stand for a real number
REAL_TYPES = {"real", "dg_real", "double", "float"}
BUILTIN = {  # name: (Coq, argument types, result)
    "\\exp": ("exp", ["real"], "real"), "\\log": ("ln", ["real"], "real"), "\\sqrt": ("sqrt", ["real"], "real"),
    "\\pow": ("Rpower", ["real", "real"], "real"),
}


class Unread(Exception):
    pass


# ---- reading -------------------------------------------------------------------------------------------------------------

TOKEN = re.compile(r"""
    (?P<space>\s+)
  | (?P<number>0[xX][0-9a-fA-F.]+(?:[pP][+-]?\d+)?|\d+\.\d*(?:[eE][+-]?\d+)?|\d+(?:[eE][+-]?\d+)?)
  | (?P<name>\\?[A-Za-z_][A-Za-z_0-9]*)
  | (?P<op><==>|==>|->|\.\.|<<|>>|<=|>=|==|!=|&&|\|\||\^\^|[-+*/%<>!~?:;,.(){}\[\]=&|^@])
""", re.X)


def tokens_of(text):
    out, at = [], 0
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            raise Unread("cannot read %r" % text[at:at + 30])
        at = m.end()
        if m.lastgroup != "space":
            out.append((m.lastgroup, m.group()))
    return out


def structures(header):
    """{name: {field: type}} of every struct, and the names of all enumerations and their constants."""
    text = re.sub(r"/\*.*?\*/", " ", header, flags=re.S)
    structs, constants = {}, set()
    for m in re.finditer(r"typedef\s+struct\s*\w*\s*\{([^{}]*)\}\s*(\w+)\s*;", text):
        fields = {}
        for line in m.group(1).split(";"):
            line = re.sub(r"\bconst\b", " ", line).strip()
            if not line or line.startswith("#"):
                continue
            words = re.match(r"((?:unsigned\s+)?\w+)\s*(.*)", line, re.S)
            for item in words.group(2).split(","):
                star = item.count("*")
                name = re.search(r"\w+", item).group()
                kind = words.group(1)
                star += 1 if "[" in item else 0
                fields[name] = ("ptr", kind) if star else kind
        structs[m.group(2)] = fields
    enums = {}
    for m in re.finditer(r"typedef\s+enum\s*\w*\s*\{([^{}]*)\}\s*(\w+)\s*;", text):
        INT_TYPES.add(m.group(2))
        value = -1
        for item in m.group(1).split(","):
            item = item.strip()
            if not item:
                continue
            name, _, given = item.partition("=")
            value = int(given, 0) if given.strip() else value + 1
            enums[name.strip()] = value
    for m in re.finditer(r"^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(.*)$", text, re.M):
        if re.search(r"DG_R\(|\d\.\d|EPSILON|[0-9a-f]p[-+]", m.group(2)) and m.group(1) not in ("DG_R",):
            REAL_MACROS.add(m.group(1))
    return structs, enums


class Reader:
    """Recursive descent over one list of tokens."""

    def __init__(self, tokens):
        self.tokens, self.at = tokens, 0

    def peek(self, ahead=0):
        i = self.at + ahead
        return self.tokens[i][1] if i < len(self.tokens) else ""

    def kind(self):
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def next(self):
        word = self.peek()
        self.at += 1
        return word

    def take(self, word):
        if self.peek() == word:
            self.at += 1
            return True
        return False

    def need(self, word):
        if not self.take(word):
            raise Unread("expected %s before %s" % (word, " ".join(t[1] for t in self.tokens[self.at:self.at + 8])))

    def type_name(self):
        words = []
        while self.peek() in ("const", "struct", "unsigned"):
            word = self.next()
            if word == "unsigned":
                words.append(word)
        if not (words and self.peek() not in ("char", "int", "long")):
            words.append(self.next())
        name = " ".join(words)
        stars = 0
        while self.take("*"):
            stars += 1
        return ("ptr", name) if stars else name

    def parameters(self):
        out = []
        if not self.take("("):
            return out
        if self.take(")"):
            return out
        if self.peek() == "void" and self.peek(1) == ")":
            self.at += 2
            return out
        while True:
            kind = self.type_name()
            name = self.next()
            if self.take("["):
                self.need("]")
                kind = ("ptr", kind)
            out.append((name, kind))
            if not self.take(","):
                break
        self.need(")")
        return out

    def labels(self):
        names = []
        if self.take("{"):
            while not self.take("}"):
                names += [self.next()] if self.peek() != "," else []
                self.take(",")
        return names

    # expressions, loosest first
    def expression(self):
        word = self.peek()
        if word in ("\\forall", "\\exists"):
            self.next()
            binders = [(self.type_name(), self.next())]
            while self.take(","):  # another name of the same type, or of a new one
                same = self.peek(1) in (",", ";")
                binders.append((binders[-1][0] if same else self.type_name(), self.next()))
            self.need(";")
            return ("quantified", word, binders, self.expression())
        if word == "\\let":
            self.next()
            name = self.next()
            self.need("=")
            value = self.expression()
            self.need(";")
            return ("let", name, value, self.expression())
        left = self.iff()
        if self.take("?"):
            yes = self.expression()
            self.need(":")
            return ("if", left, yes, self.expression())
        return left

    def binder_or(self, rule):
        return self.expression() if self.peek() in ("\\forall", "\\exists", "\\let") else rule()

    def iff(self):
        left = self.implies()
        while self.take("<==>"):
            left = ("logic", "<==>", left, self.binder_or(self.implies))
        return left

    def implies(self):
        left = self.either()
        if self.take("==>"):
            return ("logic", "==>", left, self.binder_or(self.implies))
        return left

    def either(self):
        left = self.both()
        if self.take("||"):
            return ("logic", "||", left, self.binder_or(self.either))
        return left

    def both(self):
        left = self.bits()
        if self.take("&&"):
            return ("logic", "&&", left, self.binder_or(self.both))
        return left

    def bits(self):
        left = self.compare()
        while self.peek() in ("&", "|", "^"):
            op = self.next()
            left = ("binary", op, left, self.compare())
        return left

    def compare(self):
        first = self.shift()
        if self.peek() not in ("==", "!=", "<", "<=", ">", ">="):
            return first
        terms, ops = [first], []
        while self.peek() in ("==", "!=", "<", "<=", ">", ">="):
            ops.append(self.next())
            terms.append(self.shift())
        pairs = [("compare", op, terms[i], terms[i + 1]) for i, op in enumerate(ops)]
        out = pairs.pop()
        while pairs:
            out = ("logic", "&&", pairs.pop(), out)
        return out

    def shift(self):
        left = self.add()
        while self.peek() in ("<<", ">>"):
            op = self.next()
            left = ("binary", op, left, self.add())
        return left

    def add(self):
        left = self.multiply()
        while self.peek() in ("+", "-"):
            op = self.next()
            left = ("binary", op, left, self.multiply())
        return left

    def multiply(self):
        left = self.unary()
        while self.peek() in ("*", "/", "%"):
            op = self.next()
            left = ("binary", op, left, self.unary())
        return left

    def unary(self):
        word = self.peek()
        if word in ("-", "!", "&", "~", "*", "+"):
            self.next()
            return ("unary", word, self.unary())
        if word == "(" and self.peek(1) in REAL_TYPES | INT_TYPES and self.peek(2) == ")":
            self.next()
            kind = self.next()
            self.next()
            return ("cast", kind, self.unary())
        return self.postfix()

    def postfix(self):
        word = self.peek()
        if self.take("("):
            out = self.expression()
            if self.take(".."):
                raise Unread("a range outside of a memory predicate")
            self.need(")")
        elif self.kind() == "number":
            out = ("number", self.next())
        elif self.kind() == "name":
            self.next()
            if word == "sizeof":
                self.need("(")
                out = ("name", "sizeof_" + self.next())
                self.need(")")
            else:
                labels = self.labels()
                if self.take("("):
                    arguments = []
                    if not self.take(")"):
                        arguments.append(self.expression())
                        while self.take(","):
                            arguments.append(self.expression())
                        self.need(")")
                    out = ("call", word, arguments, labels)
                else:
                    out = ("name", word)
        else:
            raise Unread("unexpected %r" % word)
        while True:
            if self.take("["):
                index = self.expression()
                self.need("]")
                out = ("index", out, index)
            elif self.take("->"):
                out = ("field", out, self.next(), True)
            elif self.take("."):
                out = ("field", out, self.next(), False)
            else:
                return out


class Item:
    def __init__(self, kind, name, parameters, result, body, text, reads_memory=False):
        self.kind, self.name, self.parameters, self.result = kind, name, parameters, result
        self.body, self.text, self.memory = body, text, reads_memory
        self.states = []  # the labels of a lemma about memory at several places


def annotations(text):
    """The bodies of /*@ .. */, without comments; where #ifdef DG_PROOF_IDEAL or #if DG_FLOAT has two, that of the proofs in double."""
    text = re.sub(r"#ifdef DG_PROOF_IDEAL\n(.*?)#else\n.*?#endif", r"\1", text, flags=re.S)
    text = re.sub(r"#if DG_FLOAT\n.*?#else\n(.*?)#endif", r"\1", text, flags=re.S)
    for m in re.finditer(r"/\*@(.*?)\*/", text, flags=re.S):
        yield re.sub(r"//[^\n]*", "", m.group(1)).strip(), text[m.end():m.end() + 200]


def declaration_text(body):
    """Splits 'logic ..; predicate ..; lemma ..;' at the semicolons that end a declaration (those of binders do not)."""
    parts = re.split(r"(?=\b(?:logic|predicate|lemma|axiom|axiomatic|inductive)\b)", body)
    return [p.strip() for p in parts if p.strip()]


def items_of(text):
    out = []
    for body, _ in annotations(text):
        if body.startswith("ghost"):
            out += ghost_lemmas(body)
            continue
        if not re.match(r"(logic|predicate|lemma|axiom|axiomatic|inductive)\b", body):
            continue
        for part in declaration_text(body):
            item = declaration(part)
            if item:
                out.append(item)
    return out


def declaration(part):
    words = part.split()
    if words[0] == "axiomatic":
        return None
    shown = re.sub(r"\s*}\s*$", "", part) if part.count("}") > part.count("{") else part
    memory = any(re.search(re.escape(word) + r"\b", shown) for word in MEMORY) or PARTS.search(shown.split("=")[0]) is not None
    head = Reader(tokens_of(re.sub(r"(?s)=(?!=).*", "", shown, count=1) if words[0] in ("logic", "predicate") else shown))
    kind = head.next()
    if kind in ("lemma", "axiom"):
        name = head.next()
        states = head.labels()
        head.need(":")
        body = head.expression()
        item = Item("lemma" if kind == "lemma" else "axiom", name, [], "bool", body, shown, memory)
        item.states = states if len(states) > 1 else []
        return item
    result = head.type_name() if kind == "logic" else "bool"
    name = head.next()
    head.labels()
    parameters = head.parameters()
    if kind == "inductive":
        raise Unread("inductive predicate %s" % name)
    if "=" not in shown or re.search(r"\breads\b", shown):
        return Item("abstract", name, parameters, result, None, shown, memory)
    if memory or two_states(shown):
        return Item("memory", name, parameters, result, None, shown, True)
    reader = Reader(tokens_of(re.sub(r"(?s)^.*?(?<![=<>!])=(?!=)", "", shown, count=1)))
    body = reader.expression()
    reader.take(";")
    if reader.peek():
        raise Unread("%s: text left over: %s" % (name, reader.peek()))
    return Item("function" if kind == "logic" else "predicate", name, parameters, result, body, shown)


def two_states(text):
    """A predicate over the memory at two places of a program."""
    return re.search(r"\w\s*\{\s*\w+\s*,\s*\w+", text) is not None


def ghost_lemmas(body):
    """Ghost functions without a body: what they ensure is taken on trust by WP, so Coq must prove it."""
    out = []
    for m in re.finditer(r"/@(.*?)@/\s*static\s+(\w+)\s+(\w+)\s*(\([^{;]*\))\s*;", body, flags=re.S):
        contract, result, name, parameters = m.groups()
        reader = Reader(tokens_of(parameters))
        clauses = re.findall(r"\b(requires|ensures)\s+(?:\w+:)?((?:(?!\b(?:requires|ensures|terminates|assigns)\b).)*);", contract,
                             flags=re.S)
        read = [(word, Reader(tokens_of(text)).expression()) for word, text in clauses]
        given = [e for word, e in read if word == "requires"]
        shown = [e for word, e in read if word == "ensures"]
        statement = shown[0]
        for e in shown[1:]:
            statement = ("logic", "&&", statement, e)
        if result != "void":
            statement = ("quantified", "\\exists", [(result, "\\result")], statement)
        for e in reversed(given):
            statement = ("logic", "==>", e, statement)
        out.append(Item("axiom", name, reader.parameters(), "bool", statement, m.group(0)))
    return out


# ---- writing Coq ---------------------------------------------------------------------------------------------------------

class Writer:
    def __init__(self, structs, enums, items):
        self.structs, self.enums = structs, enums
        self.items = {i.name: i for i in items}
        self.states, self.state = [], None  # of the lemma that is written, and the one that a term is read at
        self.never = set()   # what speaks of dg_never, a number of which nothing is known: an argument in Coq
        for _ in items:
            self.never |= {i.name for i in items if i.body and mentions(i.body, self.never)}
        self.arrays = set()  # (function, parameter) that are indexed
        changed = True
        while changed:  # a parameter handed on as an array is one
            before = len(self.arrays)
            for item in items:
                if item.body:
                    self.find_arrays(item, item.body)
            changed = len(self.arrays) != before

    def find_arrays(self, item, e):
        names = {n for n, k in item.parameters if isinstance(k, tuple) and k[1] in self.structs}
        if e[0] == "index" and e[1][0] == "name" and e[1][1] in names:
            self.arrays.add((item.name, e[1][1]))
        if e[0] == "binary" and e[1] == "+" and e[2][0] == "name" and e[2][1] in names:
            self.arrays.add((item.name, e[2][1]))
        if e[0] == "call" and e[1] in self.items:
            for given, (wanted, _) in zip(e[2], self.items[e[1]].parameters):
                if given[0] == "name" and given[1] in names and (e[1], wanted) in self.arrays:
                    self.arrays.add((item.name, given[1]))
        for part in e:
            if isinstance(part, tuple):
                self.find_arrays(item, part)
            elif isinstance(part, list):
                for inner in part:
                    if isinstance(inner, tuple):
                        self.find_arrays(item, inner)

    def kind_of(self, item, name, kind):
        """real, int, bool, (struct, s), (array, t)"""
        if isinstance(kind, tuple):
            if kind[1] in self.structs and (item, name) not in self.arrays:
                return ("struct", kind[1])
            return ("array", self.plain(kind[1]))
        return self.plain(kind)

    def plain(self, kind):
        if kind in REAL_TYPES:
            return "real"
        if kind in INT_TYPES:
            return "int"
        if kind in ("bool", "boolean"):
            return "bool"
        if kind in self.structs:
            return ("struct", kind)
        raise Unread("type %s" % (kind,))

    def coq_type(self, kind):
        if kind == "real":
            return "R"
        if kind == "int":
            return "Z"
        if kind == "bool":
            return "Prop"
        if kind[0] == "struct":
            return kind[1]
        return "(Z -> %s)" % self.coq_type(kind[1])

    @staticmethod
    def variable(name):
        name = name.replace("\\", "")
        return name + "_" if name in KEYWORDS else name

    def at_state(self, kind):
        """What a pointer points to is another variable at each label of a lemma that has several."""
        if not (self.states and isinstance(kind, tuple)):
            return ""
        if self.state not in self.states:
            raise Unread("memory at label %s" % self.state)
        return "_" + self.state

    def real(self, text, kind):
        if kind == "real":
            return text
        if kind == "int":
            return "(IZR %s)" % text
        raise Unread("a number was expected: %s" % text)

    def number(self, text, want):
        if re.fullmatch(r"\d+|0[xX][0-9a-fA-F]+", text):
            value = int(text, 0)
            return ("(%d)%%R" % value, "real") if want == "real" else ("(%d)%%Z" % value, "int")
        if text.lower().startswith("0x"):
            mantissa, _, power = text[2:].lower().partition("p")
            whole, _, part = mantissa.partition(".")
            value = Fraction(int((whole + part) or "0", 16), 16 ** len(part)) * Fraction(2) ** int(power or 0)
        else:
            value = Fraction(text)
        if value.denominator == 1:
            return "(%d)%%R" % value.numerator, "real"
        return "(%d / %d)%%R" % (value.numerator, value.denominator), "real"

    def term(self, e, scope, want=None):
        tag = e[0]
        if tag == "number":
            return self.number(e[1], want)
        if tag == "name":
            if e[1] in scope:
                return self.variable(e[1]) + self.at_state(scope[e[1]]), scope[e[1]]
            if e[1] in self.items and not self.items[e[1]].parameters:
                return e[1], self.plain(self.items[e[1]].result)
            if e[1] in REAL_MACROS:
                return e[1], "real"
            if e[1] in self.enums or re.fullmatch(r"[A-Z][A-Z0-9_]*|sizeof_\w+", e[1]):
                return e[1], "int"
            if e[1] == "dg_never":
                return e[1], "real"
            raise Unread("name %s" % e[1])
        if tag == "cast":
            text, kind = self.term(e[2], scope)
            if e[1] in UNSIGNED and kind == "int":
                return "(%s mod 2 ^ %d)%%Z" % (text, UNSIGNED[e[1]]), "int"
            return (self.real(text, kind), "real") if e[1] in REAL_TYPES else (text, kind)
        if tag == "unary":
            text, kind = self.term(e[2], scope, want)
            if e[1] == "-":
                return ("(- %s)%%%s" % (text, "R" if kind == "real" else "Z"), kind)
            if e[1] == "&" and isinstance(kind, tuple):
                return text, kind
            raise Unread("operator %s" % e[1])
        if tag == "field":
            text, kind = self.term(e[1], scope)
            if kind[0] == "array" and isinstance(kind[1], tuple):
                text, kind = "(%s 0%%Z)" % text, kind[1]
            if kind[0] != "struct" or e[2] not in self.structs[kind[1]]:
                raise Unread("field %s of %s" % (e[2], text))
            field = self.structs[kind[1]][e[2]]
            made = ("array", self.plain(field[1])) if isinstance(field, tuple) else self.plain(field)
            return "(%s_%s %s)" % (kind[1], e[2], text), made
        if tag == "index":
            text, kind = self.term(e[1], scope)
            index, _ = self.term(e[2], scope, "int")
            if kind[0] != "array":
                raise Unread("%s is no array" % text)
            return "(%s %s)" % (text, index), kind[1]
        if tag == "call":
            return self.call(e, scope)
        if tag == "binary":
            return self.binary(e, scope)
        if tag == "if":
            yes, kind = self.term(e[2], scope, want)
            no, other = self.term(e[3], scope, want)
            if kind != other:
                yes, no, kind = self.real(yes, kind), self.real(no, other), "real"
            return self.choice(e[1], yes, no, scope), kind
        if tag == "let":
            value, kind = self.term(e[2], scope)
            inner = dict(scope)
            inner[e[1]] = kind
            body, made = self.term(e[3], inner, want)
            return "(let %s := %s in %s)" % (self.variable(e[1]), value, body), made
        raise Unread("%s in a term" % tag)

    def call(self, e, scope):
        before = self.state
        if e[1] == "\\at":
            self.state = e[2][1][1]
            out = self.term(e[2][0], scope)
        else:
            self.state = e[3][0] if len(e[3]) == 1 else before
            out = self.call_here(e, scope)
        self.state = before
        return out

    def call_here(self, e, scope):
        name, given = e[1], e[2]
        if name in BUILTIN:
            coq, kinds, result = BUILTIN[name]
            return "(%s %s)" % (coq, " ".join(self.real(*self.term(g, scope, "real")) for g in given)), result
        if name in ("\\max", "\\min", "\\abs"):
            texts = [self.term(g, scope) for g in given]
            real = any(k == "real" for _, k in texts)
            coq = {"\\max": ("Rmax", "Z.max"), "\\min": ("Rmin", "Z.min"), "\\abs": ("Rabs", "Z.abs")}[name][0 if real else 1]
            return "(%s %s)" % (coq, " ".join(self.real(t, k) if real else t for t, k in texts)), "real" if real else "int"
        if name not in self.items:
            raise Unread("function %s" % name)
        item = self.items[name]
        words = [name] + ["(never := dg_never)"] * (name in self.never)
        for g, (wanted, kind) in zip(given, item.parameters):
            want = self.kind_of(name, wanted, kind)
            text, got = self.term(g, scope, want if want in ("real", "int") else None)
            if want == "real":
                text = self.real(text, got)
            elif isinstance(want, tuple) and want[0] == "struct" and got[0] == "array":
                text = "(%s 0%%Z)" % text
            words.append(text)
        return "(%s)" % " ".join(words) if len(words) > 1 else name, self.plain(item.result)

    def binary(self, e, scope):
        op = e[1]
        left, lk = self.term(e[2], scope)  # integers stay integers, and are divided as such, until they meet a real
        right, rk = self.term(e[3], scope)
        if isinstance(lk, tuple) and lk[0] == "array" and op == "+":
            right, _ = self.term(e[3], scope, "int")
            if isinstance(lk[1], tuple):
                return "(%s %s)" % (left, right), lk[1]
            return "(fun i_ : Z => %s (%s + i_)%%Z)" % (left, right), lk
        if "real" in (lk, rk):
            if lk != "real":
                left, lk = self.term(e[2], scope, "real")
                left = self.real(left, lk)
            if rk != "real":
                right, rk = self.term(e[3], scope, "real")
                right = self.real(right, rk)
            if op not in "+-*/":
                raise Unread("operator %s on reals" % op)
            return "(%s %s %s)%%R" % (left, op, right), "real"
        coq = {"/": "Z.quot", "%": "Z.rem", "<<": "Z.shiftl", ">>": "Z.shiftr", "&": "Z.land", "|": "Z.lor", "^": "Z.lxor"}
        if op in coq:
            return "(%s %s %s)" % (coq[op], left, right), "int"
        return "(%s %s %s)%%Z" % (left, op, right), "int"

    def two(self, e, scope):
        left, lk = self.term(e[2], scope)
        right, rk = self.term(e[3], scope)
        if "real" in (lk, rk):
            if lk != "real":
                left = self.real(*self.term(e[2], scope, "real"))
            if rk != "real":
                right = self.real(*self.term(e[3], scope, "real"))
            return left, right, "R"
        return left, right, "Z"

    def given(self, e, scope):
        """whether a pointer of a structure is there: a truth value beside it"""
        text, _ = self.term(e, scope)
        if e[0] != "field":
            raise Unread("null of %s" % text)
        return re.sub(r"^\((\w+)", r"(\1_given", text)

    def choice(self, c, yes, no, scope):
        """if c then yes else no, by deciding each comparison"""
        if c[0] == "logic" and c[1] == "&&":
            return self.choice(c[2], self.choice(c[3], yes, no, scope), no, scope)
        if c[0] == "logic" and c[1] == "||":
            return self.choice(c[2], yes, self.choice(c[3], yes, no, scope), scope)
        if c[0] == "unary" and c[1] == "!":
            return self.choice(c[2], no, yes, scope)
        if c[0] == "compare":
            op = c[1]
            if c[3] == ("name", "\\null"):
                text = self.given(c[2], scope)
                return "(if %s then %s else %s)" % ((text, yes, no) if op == "!=" else (text, no, yes))
            left, right, number = self.two(c, scope)
            equal, less, most = ("Req_EM_T", "Rlt_dec", "Rle_dec") if number == "R" else ("Z.eq_dec", "Z_lt_dec", "Z_le_dec")
            if op in (">", ">="):
                left, right, op = right, left, op.replace(">", "<")
            if op == "!=":
                op, yes, no = "==", no, yes
            test = {"==": equal, "<": less, "<=": most}[op]
            return "(if %s %s %s then %s else %s)" % (test, left, right, yes, no)
        raise Unread("condition %s" % (c,))

    def memory_only(self, e):
        """A predicate about memory as a hypothesis: Coq proves the statement without it."""
        if e[0] == "logic" and e[1] == "&&":
            return self.memory_only(e[2]) and self.memory_only(e[3])
        return e[0] == "call" and e[1] in self.items and self.items[e[1]].kind == "memory"

    def formula(self, e, scope):
        tag = e[0]
        if tag == "logic" and e[1] == "==>" and self.memory_only(e[2]):
            return self.formula(e[3], scope)
        if tag == "logic" and e[1] == "&&" and self.memory_only(e[2]):
            return self.formula(e[3], scope)
        if tag == "logic" and e[1] == "&&" and self.memory_only(e[3]):
            return self.formula(e[2], scope)
        if tag == "logic":
            word = {"&&": "/\\", "||": "\\/", "==>": "->", "<==>": "<->"}[e[1]]
            return "(%s %s %s)" % (self.formula(e[2], scope), word, self.formula(e[3], scope))
        if tag == "unary" and e[1] == "!":
            return "(~ %s)" % self.formula(e[2], scope)
        if tag == "quantified":
            inner, word, names = dict(scope), "forall" if e[1] == "\\forall" else "exists", []
            for kind, name in e[2]:
                inner[name] = self.plain(kind) if not isinstance(kind, tuple) else ("array", self.plain(kind[1]))
                of_pointer = ["_" + label for label in self.states] if isinstance(inner[name], tuple) else []
                for state in of_pointer or [""]:
                    names.append("(%s : %s)" % (self.variable(name) + state, self.coq_type(inner[name])))
            return "(%s %s, %s)" % (word, " ".join(names), self.formula(e[3], inner))
        if tag == "let":
            value, kind = self.term(e[2], scope)
            inner = dict(scope)
            inner[e[1]] = kind
            return "(let %s := %s in %s)" % (self.variable(e[1]), value, self.formula(e[3], inner))
        if tag == "compare":
            op = e[1]
            if e[3] == ("name", "\\null"):
                return "(%s = %s)" % (self.given(e[2], scope), "false" if op == "==" else "true")
            left, right, number = self.two(e, scope)
            word = {"==": "=", "!=": "<>"}.get(op, op)
            return "(%s %s %s)%%%s" % (left, word, right, number) if word not in ("=", "<>") else "(%s %s %s)" % (left, word, right)
        if tag == "call":
            return self.call(e, scope)[0]
        if tag == "if":
            return self.choice(e[1], self.formula(e[2], scope), self.formula(e[3], scope), scope)
        if tag == "name" and e[1] == "\\true":
            return "True"
        if tag == "name" and e[1] == "\\false":
            return "False"
        if tag == "name" and e[1] in self.items:
            return e[1]
        raise Unread("%s in a formula" % (e,))

    def statement(self, item):
        scope, binders, self.states = {}, [], []
        for name, kind in item.parameters:
            scope[name] = self.kind_of(item.name, name, kind)
            binders.append("(%s : %s)" % (self.variable(name), self.coq_type(scope[name])))
        if item.name in self.never:
            binders.insert(0, "(dg_never : R)")
        for_all = "forall %s, " % " ".join(binders) if binders else ""
        if item.kind in ("lemma", "axiom"):
            self.states, self.state = item.states, None
            return for_all + self.formula(item.body, scope)
        left = " ".join([item.name] + ["(never := dg_never)"] * (item.name in self.never) + [self.variable(n) for n, _ in item.parameters])
        if item.kind == "predicate":
            return "%s%s = %s" % (for_all, left, self.formula(item.body, scope))
        want = self.plain(item.result)
        text, kind = self.term(item.body, scope, want)
        return "%s%s = %s" % (for_all, left, self.real(text, kind) if want == "real" else text)


def main(arguments):
    mode = "script"
    if arguments and arguments[0] in ("--list", "--statements"):
        mode = arguments.pop(0)
    if len(arguments) < 2:
        sys.exit(__doc__)
    structs, enums = structures(open(arguments[0]).read())
    items, failed = [], False
    for path in arguments[1:]:
        try:
            items += items_of(open(path).read())
        except Unread as why:
            print("%s: %s" % (path, why), file=sys.stderr)
            failed = True
    changed = True
    while changed:  # what uses a memory predicate is one
        changed = False
        for item in items:
            if item.kind == "predicate" and uses_memory(item.body, {i.name for i in items if i.kind == "memory"}):
                item.kind, changed = "memory", True
    writer = Writer(structs, enums, items)
    for item in items:
        if mode == "--list":
            print(item.kind, item.name)
            continue
        if item.kind in ("memory", "abstract"):
            continue
        try:
            statement = writer.statement(item)
        except Unread as why:
            print("%s: %s" % (item.name, why), file=sys.stderr)
            failed = True
            continue
        if mode == "--statements":
            print("(* %s *)\n%s : %s.\n" % (item.text.replace("*)", "* )").replace("(*", "( *"), item.name, statement))
            continue
        tactic = "exact %s" % item.name if item.kind in ("lemma", "axiom") else \
            "first [ reflexivity | exact %s_unfold | intros; apply %s_unfold ]" % (item.name, item.name)
        print("Abort All.\nLemma bridge_%s : %s.\nProof. %s. Qed.\nAbort All.\nGoal True. pose proof bridge_%s; idtac \"SAME %s\". "
              "Abort." % (item.name, statement, tactic, item.name, item.name))
    sys.exit(1 if failed else 0)


def mentions(e, names):
    """whether dg_never, or a call of one of these names, occurs"""
    if e == ("name", "dg_never") or (e[0] == "call" and e[1] in names):
        return True
    parts = [p for part in e for p in (part if isinstance(part, list) else [part])]
    return any(isinstance(p, tuple) and mentions(p, names) for p in parts)


def uses_memory(e, names):
    if e[0] == "call" and e[1] in names:
        return True
    if e == ("name", "\\null"):
        return False
    for part in e:
        if isinstance(part, tuple) and uses_memory(part, names):
            return True
        if isinstance(part, list) and any(isinstance(p, tuple) and uses_memory(p, names) for p in part):
            return True
    return False


if __name__ == "__main__":
    main(sys.argv[1:])
