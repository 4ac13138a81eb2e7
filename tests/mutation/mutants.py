#!/usr/bin/env python3
"""Makes every single-operator mutant of the functions of headers.

  mutants.py REAL OUT HEADER...    OUT/HEADER of each holds all mutants at once, chosen at run time (mutation.h beside this file), and
                                   OUT/mutants.tsv lists those of all: id, function, header:line, key, what changes
  mutants.py --single ID REAL OUT HEADER...   OUT/HEADER has this one mutant as plain text, for provers; the other headers are left out

REAL is double or float. The places come from clang's syntax tree, so only code that this precision compiles has mutants. Each place
is an operator, a constant or an index; what it becomes is in KINDS. Not mutated: declarations of sizes, tables (initial values of
static arrays), case labels, inline assembly, annotations, and what stands in the body of a macro. Not listed, as nothing changes by
construction: another NaN; an added integer 0 with the other sign; and <= for < where "a < b ? a : b" or "a < 0 ? -a : a" chooses, as
a tie gives the same number either way, up to the sign of a zero, which means nothing here (SPEC 3.5).
"""
import json
import os
import re
import subprocess
import sys

# operator: (name in mutation.h, what its mutants put in place of "a op b")
KINDS = {
    "+": ("PLUS", ["a - b", "a"]),
    "-": ("MINUS", ["a + b", "b - a", "a"]),
    "*": ("TIMES", ["a / b", "a"]),
    "/": ("OVER", ["b / a", "a"]),
    "%": ("REST", ["a / b", "a"]),
    "<": ("LESS", ["a <= b", "a >= b"]),
    "<=": ("MOST", ["a < b", "a > b"]),
    ">": ("MORE", ["a >= b", "a <= b"]),
    ">=": ("LEAST", ["a > b", "a < b"]),
    "==": ("SAME", ["a != b"]),
    "!=": ("OTHER", ["a == b"]),
    "<<": ("LEFT", ["a >> b"]),
    ">>": ("RIGHT", ["a << b"]),
    "&": ("MASK", ["a | b"]),
    "|": ("JOIN", ["a & b"]),
    "^": ("TOGGLE", ["a & b"]),
    "&&": ("BOTH", ["a || b"]),
    "||": ("EITHER", ["a && b"]),
}
ONE = {
    "negate": ("NEGATE", ["a"]),            # -a
    "not": ("NOT", ["!!a"]),                # !a
    "integer": ("INTEGER", ["a + 1"]),
    "real": ("REAL", ["a == 0 ? 1 : a * 1.25"]),
    "index": ("INDEX", ["a + 1"]),
    "addend": ("ADDEND", ["-a", "0"]),      # the right-hand side of += and -=
    "factor": ("FACTOR", ["1 / a", "1"]),   # of *= and /=
}
PER_SITE = 4


class Site:
    def __init__(self, function, kind, begin, end, line, right=None):
        self.function, self.kind, self.begin, self.end, self.line, self.right = function, kind, begin, end, line, right
        self.unseen = ()  # mutants that change nothing by construction


def clang_functions(header, real):
    """The syntax trees of the functions that a header defines, not of those that it includes."""
    ours = set(re.findall(r"^(?:DG_FLATTEN )?static [^(\n]*?\b(dg_\w+)\(", open(header).read(), re.M))
    program = '#include "%s"\n' % os.path.basename(header)
    command = ["clang", "-std=gnu99", "-DDG_REAL=" + real, "-I", os.path.dirname(header) or ".", "-x", "c", "-", "-fsyntax-only",
               "-Xclang", "-ast-dump=json", "-Xclang", "-ast-dump-filter=dg_"]
    text = subprocess.run(command, input=program, capture_output=True, text=True, check=True).stdout
    decoder, at = json.JSONDecoder(), 0
    while True:
        while at < len(text) and text[at] != "{":
            at = text.find("\n", at) + 1 or len(text)
        if at >= len(text):
            return
        tree, at = decoder.raw_decode(text, at)
        if tree["kind"] == "FunctionDecl" and tree["name"] in ours:
            yield tree


class Finder:
    def __init__(self, header, real):
        self.header = os.path.basename(header)
        self.text = open(header).read()
        self.bytes = self.text.encode()
        assert len(self.bytes) == len(self.text), "offsets count bytes"
        self.sites, self.seen, self.ties = [], set(), set()
        self.directives = [m.span() for m in re.finditer(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", self.text, re.M)]
        for function in clang_functions(header, real):
            self.function = function["name"]
            for part in function.get("inner", []):
                if part["kind"] == "CompoundStmt":
                    self.walk(part)

    def place(self, where):
        """(offset, length of the token, whether it is the name of a macro) of a location; None inside of a macro's body"""
        if "spellingLoc" not in where:
            return (where["offset"], where["tokLen"], False) if "offset" in where else None
        spelling, expansion = where["spellingLoc"], where["expansionLoc"]
        if expansion.get("isMacroArgExpansion") and not self.directive(spelling["offset"]):
            return spelling["offset"], spelling["tokLen"], False
        end = expansion["offset"] + expansion["tokLen"]
        return None if self.text[end:end + 1] == "(" else (expansion["offset"], expansion["tokLen"], True)

    def directive(self, offset):
        return any(begin <= offset < end for begin, end in self.directives)

    def extent(self, node):
        """[begin, end) of a node in the text, and whether it is written there as such, not by one macro"""
        begin, end = self.place(node["range"]["begin"]), self.place(node["range"]["end"])
        if begin is None or end is None or begin[0] > end[0]:
            return None
        return begin[0], end[0] + end[1], not (begin[2] and end[2] and begin[0] == end[0])

    def add(self, kind, begin, end, right=None):
        if (kind, begin, end) in self.seen:
            return
        self.seen.add((kind, begin, end))
        site = Site(self.function, kind, begin, end, self.text.count("\n", 0, begin) + 1, right)
        if self.text[begin:end] == "DG_NAN" or kind in ("<", "<=", ">", ">=") and (begin, end) in self.ties:
            site.unseen = (0,)
        if kind == "addend" and self.text[begin:end] == "0":
            site.unseen = (0, 1)
        self.sites.append(site)

    @staticmethod
    def arithmetic(node):
        return "*" not in node.get("type", {}).get("qualType", "*")

    def walk(self, node):
        kind = node["kind"]
        inner = [n for n in node.get("inner", []) if n]
        if kind in ("ConstantExpr", "UnaryExprOrTypeTraitExpr", "GCCAsmStmt"):
            return
        if kind == "VarDecl" and node.get("storageClass") == "static":
            return
        extent = self.extent(node) if "range" in node and node["range"].get("begin") else None
        if kind == "CaseStmt":
            inner = inner[1:]
        if kind == "ConditionalOperator":
            self.tie(node, inner)
        if extent and not extent[2] and kind not in ("CompoundStmt", "DeclStmt", "ForStmt", "IfStmt"):
            self.macro_constant(node, extent)
        if extent and extent[2]:
            if kind == "BinaryOperator":
                self.binary(node, inner)
            elif kind == "CompoundAssignOperator":
                self.compound(node, inner)
            elif kind == "UnaryOperator" and node["opcode"] in ("-", "!") and self.text[extent[0]] in "-!":
                self.add("negate" if node["opcode"] == "-" else "not", extent[0], extent[1])
            elif kind == "IntegerLiteral" and re.match(r"[0-9]", self.text[extent[0]]):
                self.add("integer", extent[0], extent[1])
            elif kind == "FloatingLiteral" and re.match(r"[0-9.]", self.text[extent[0]]):
                self.add("real", extent[0], extent[1])
            elif kind == "ArraySubscriptExpr" and len(inner) == 2:
                index = self.extent(inner[1])
                if index and index[2] and inner[1]["kind"] != "IntegerLiteral":
                    self.add("index", index[0], index[1])
        for part in inner:
            self.walk(part)

    def macro_constant(self, node, extent):
        """A number that is the name of a macro."""
        name = self.text[extent[0]:extent[1]]
        kind = node.get("type", {}).get("desugaredQualType", node.get("type", {}).get("qualType", ""))
        if "*" in kind or not kind or not re.fullmatch(r"DG_[A-Z0-9_]+|SIZE_MAX", name) or name in ("DG_NEVER", "DG_SIMD"):
            return
        self.add("real" if kind in ("float", "double") else "integer", extent[0], extent[1])

    def tie(self, node, inner):
        """Remembers the comparison of "a < b ? a : b", "a < b ? b : a", "a < 0 ? -a : a" or "a < b ? b - a : a - b"."""
        test = inner[0]
        while test["kind"] in ("ImplicitCastExpr", "ParenExpr"):
            test = test["inner"][0]
        if test["kind"] != "BinaryOperator" or test["opcode"] not in ("<", "<=", ">", ">="):
            return
        extents = [self.extent(x) for x in test["inner"] + inner[1:]]
        if not all(extents) or not self.extent(test):
            return
        compared, chosen = ([self.text[x[0]:x[1]].strip() for x in pair] for pair in (extents[:2], extents[2:]))
        bare, difference = compared[0], "%s - %s" % tuple(compared)
        size = compared[1] in ("0", "DG_R(0)") and sorted(chosen) == sorted(["-" + bare, bare])
        distance = sorted(chosen) == sorted([difference, "%s - %s" % (compared[1], compared[0])])
        if sorted(compared) == sorted(chosen) or size or distance:
            self.ties.add(self.extent(test)[:2])

    def operands(self, inner):
        if len(inner) != 2:
            return None
        left, right = self.extent(inner[0]), self.extent(inner[1])
        if not left or not right or left[1] > right[0]:
            return None
        return left, right

    def between(self, left, right):
        return re.sub(r"/\*.*?\*/", " ", self.text[left[1]:right[0]], flags=re.S).strip()

    def binary(self, node, inner):
        op, found = node["opcode"], self.operands(inner)
        if op not in KINDS or not found or self.between(*found) != op:
            return
        left, right = found
        if not (self.arithmetic(inner[0]) and self.arithmetic(inner[1])):
            if op in "+-" and self.arithmetic(inner[1]):
                self.add("index", right[0], right[1])
            return
        self.add(op, left[0], right[1], (left[1], right[0]))

    def compound(self, node, inner):
        op, found = node["opcode"], self.operands(inner)
        if not found or self.between(*found) != op:
            return
        right = found[1]
        if op in ("+=", "-="):
            self.add("addend", right[0], right[1])
        elif op in ("*=", "/="):
            self.add("factor", right[0], right[1])


def changed(site, choice, text):
    """The text of one mutant, alone."""
    whole = text[site.begin:site.end]
    if site.kind in KINDS:
        a, b = "(%s)" % text[site.begin:site.right[0]], "(%s)" % text[site.right[1]:site.end]
        return "(%s)" % re.sub(r"\b[ab]\b", lambda m: a if m.group() == "a" else b, KINDS[site.kind][1][choice])
    if site.kind in ("negate", "not"):
        whole = whole[1:]
    return "(%s)" % re.sub(r"\ba\b", lambda m: "(%s)" % whole, ONE[site.kind][1][choice])


def all_in_one(sites, text, start):
    """start: number of the first place. Puts a macro around each place; places nest. At one offset: what ends, then an operator, then what begins, the wider first."""
    edits = []  # (offset, phase, order, inserted, deleted)
    for number, site in enumerate(sites, start):
        name = (KINDS.get(site.kind) or ONE[site.kind])[0]
        edits.append((site.begin, 2, site.begin - site.end, "DGM_%s(%d, (" % (name, number), 0))
        edits.append((site.end, 0, 0, "))", 0))
        if site.kind in KINDS:
            edits.append((site.right[0], 1, 0, "), (", site.right[1] - site.right[0]))
        elif site.kind in ("negate", "not"):
            edits.append((site.begin, 3, 0, "", 1))
    out, at = [], 0
    for offset, _, _, inserted, deleted in sorted(edits):
        out.append(text[at:offset] + inserted)
        at = offset + deleted
    return "".join(out) + text[at:]


def list_of(finder, start):
    """id, function, header:line, key, change of every mutant. A key survives edits elsewhere: function, place among its places, choice."""
    counts = {}
    for number, site in enumerate(finder.sites, start):
        counts[site.function] = counts.get(site.function, 0) + 1
        choices = (KINDS.get(site.kind) or ONE[site.kind])[1]
        shown = " ".join(finder.text[site.begin:site.end].split())
        for choice in range(len(choices)):
            if choice in site.unseen:
                continue
            change = " ".join(changed(site, choice, finder.text).split())
            key = "%s:%d:%d" % (site.function, counts[site.function], choice + 1)
            yield number * PER_SITE + choice + 1, site.function, "%s:%d" % (finder.header, site.line), key, "%s => %s" % (shown, change)


def main(arguments):
    single = int(arguments[1]) if arguments[:1] == ["--single"] else None
    arguments = arguments[2:] if single is not None else arguments
    if len(arguments) < 3:
        sys.exit(__doc__)
    real, out, headers = arguments[0], arguments[1], arguments[2:]
    os.makedirs(out, exist_ok=True)
    start, rows = 0, []
    for finder in (Finder(header, real) for header in headers):
        path, text = os.path.join(out, finder.header), finder.text
        number = single // PER_SITE - start if single is not None else 0
        if single is None:
            open(path, "w").write('#include "mutation.h"\n' + all_in_one(finder.sites, text, start))
            rows += list_of(finder, start)
        elif 0 <= number < len(finder.sites):
            site = finder.sites[number]
            open(path, "w").write(text[:site.begin] + changed(site, single % PER_SITE - 1, text) + text[site.end:])
        start += len(finder.sites)
    if single is None:
        with open(os.path.join(out, "mutants.tsv"), "w") as file:
            for row in rows:
                file.write("\t".join(str(x) for x in row) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
