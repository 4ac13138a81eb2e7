#!/usr/bin/env python3
"""Which functions WP must prove in both precisions, from the program as Frama-C prints it in each.

  precisions.py DOUBLE.c FLOAT.c [--why]     names of these functions, one a line; with --why what differs

In the real model a dg_real is a real number, in double and in float alike. A function has the same goals in both, up to the name of
a type, if what WP reads is the same text: its body and contract, the contracts of what it calls, and every definition, type and
variable that these mention, and so on. Everything else is named here. Casts of constants to a floating type are left out of the
comparison, as the real model does not round; dg_index is 64 or 32 bits wide, so whatever mentions it differs; sizes of reals
differ; and so does what mentions float or double, as pointers to it may point at a dg_real in one precision only.
Exit code 1 if a lemma or axiom differs: every goal may use it.
"""
import re
import sys

DIFFERENT = {"float", "double", "dg_index", "sizeof"}
CONSTANT = re.compile(r"\((?:dg_real|double|float)\)(?=INFINITY|-?(?:0x)?[\dA-Fa-f]*\.?[\dA-Fa-f]+p|-?\d+\.\d)")
NAME = re.compile(r"[A-Za-z_]\w*")


def normal(text):
    text = re.sub(r"\s+", " ", CONSTANT.sub("", text))
    return re.sub(r"\((INFINITY|-?0x[\w.+-]+)\)", r"\1", text)


def items(path):
    """[text] of what stands at the top level, a contract together with its function"""
    out, lines = [], []
    with open(path) as file:
        for line in file.read().split("\n"):
            if line.startswith(("#include", "#pragma", "/* Generated")):
                continue
            lines.append(line)
            text = "\n".join(lines)
            if re.fullmatch(r"\s*", text):
                lines = []
            elif line.endswith("*/") and re.match(r"\s*/\*@\s*(?:logic|predicate|lemma|axiom|axiomatic|inductive|type|ghost)\b", text):
                out.append(text)
                lines = []
            elif not text.lstrip().startswith("/*@") or "*/" in text:
                code = re.sub(r"/\*@.*?\*/", "", text, flags=re.S).strip()
                if line in ("}", "};") or line.endswith(";") and line[:1] not in (" ", "}") and "{" not in code:
                    out.append(text)
                    lines = []
                elif code.endswith(";") and "{" not in code:
                    out.append(text)
                    lines = []
    if "".join(lines).strip():
        sys.exit("precisions.py: %s ends within: %s" % (path, "\n".join(lines)[:200]))
    return out


class Program:
    def __init__(self, path):
        self.contract, self.whole, self.other, self.lemmas = {}, {}, {}, {}
        for text in items(path):
            logic = re.match(r"\s*/\*@\s*(logic|predicate|lemma|axiom\w*)\s+(.*?)\*/", text, re.S)
            if logic and logic.group(1) in ("lemma", "axiom", "axiomatic"):
                self.lemmas[NAME.match(logic.group(2)).group(0)] = normal(text)
                continue
            if logic:
                name = re.match(r"(?:[\w\s\*]*?[\s\*])?(\w+)\s*(?:\{[^}]*\}\s*)?(?:\(|=|;)", logic.group(2))
                self.other[name.group(1)] = normal(text)
                continue
            contract = "".join(re.findall(r"^\s*(/\*@.*?\*/)", text, re.S)[:1])
            code = text.replace(contract, "", 1).strip()
            function = re.match(r"[^;{=]*?\b(\w+)\s*\([^;{]*\)\s*(?:/\*@.*?\*/\s*)?[;{]", code, re.S)
            if function and not code.startswith(("typedef", "struct", "enum", "union")):
                name = function.group(1)
                self.contract[name] = self.contract.get(name, "") + normal(contract + code.split("{")[0])
                if "{" in code:
                    self.whole[name] = normal(text)
                continue
            for name in re.findall(r"(\w+)\s*(?:\[[^]]*\])?\s*(?:=[^;]*)?;\s*$", code) + re.findall(r"^(?:struct|enum|union) (\w+)", code):
                self.other[name] = normal(text)
            if code.startswith("enum"):
                for name in re.findall(r"(\w+) = -?\d+", code):
                    self.other[name] = normal(text)


def different(double, single):
    """{function: why}"""
    known = {}

    def why(name, texts):
        """None, or what differs in the text of this name or in what it mentions"""
        a, b = (texts(p) for p in (double, single))
        if a != b:
            return "%s" % name
        known[name, texts] = None  # a circle adds nothing
        for word in sorted(set(NAME.findall(a or "")) - {name}):
            if word in DIFFERENT:
                return "%s mentions %s" % (name, word)
            if word == "dg_real":
                continue
            for inner in (lambda p, w=word: p.contract.get(w), lambda p, w=word: p.other.get(w)):
                if inner(double) is None and inner(single) is None:
                    continue
                found = memory(word, inner)
                if found:
                    return "%s, %s" % (name, found)
        return None

    def memory(word, inner):
        key = word, inner(double), inner(single)
        if key not in known:
            known[key] = None
            known[key] = why(word, inner)
        return known[key]

    if set(double.whole) != set(single.whole):
        sys.exit("precisions.py: not the same functions: %s" % sorted(set(double.whole) ^ set(single.whole)))
    return {name: found for name in sorted(double.whole) for found in [why(name, lambda p, n=name: p.whole[n])] if found}


def main(arguments):
    if len(arguments) not in (2, 3) or arguments[2:] not in ([], ["--why"]):
        print(__doc__)
        return 2
    double, single = Program(arguments[0]), Program(arguments[1])
    if double.lemmas != single.lemmas:
        print("precisions.py: lemmas differ: %s" % sorted(n for n in set(double.lemmas) | set(single.lemmas)
                                                           if double.lemmas.get(n) != single.lemmas.get(n)), file=sys.stderr)
        return 1
    for name, found in different(double, single).items():
        print(name + (": " + found if arguments[2:] else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
