#!/usr/bin/env python3
"""Traceability: SPEC clause -> function -> contract -> theorem -> test, from the files themselves and the last run of the proofs.

  trace.py --write     writes proofs/results/functions/*.json, one for each public function, and proofs/results/table.md
  trace.py --check     fails if these are not what the last run gives, or if something has no entry; writes nothing

It reads delgrad.h and delgrad_hw.h (comments name SPEC clauses; contracts), proofs/clauses.txt (what says so nowhere in a header), the
logs of WP in build/proofs, of Eva in build/eva/ok.txt, proofs/acsl, proofs/coq, proofs/gappa/bounds.txt and tests/. A public function
without functional ensures, without goals or bound, without Eva entry or test, and a clause of SPEC.md without function, are failures;
clauses of chapters 13 and 14 are about functions of delgrad_hw.h. Of a function of that header that proofs/unproved.txt names no
contract is asked.
"""
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, "build", "proofs")
RESULTS = os.path.join(ROOT, "proofs", "results")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "proofs", "bridge"))
import translate  # noqa: E402  (it reads ACSL)

# What they return is told by known answers in a test: of a whole network's codes contracts say where they are written; what each is,
# contracts of the functions of one layer say.
KNOWN_ANSWERS = {"dg_hw_ideal": "tests/test_hw.c: test_step", "dg_hw_settings": "tests/test_hw.c: test_lines"}


def read(*path):
    try:
        with open(os.path.join(ROOT, *path)) as file:
            return file.read()
    except FileNotFoundError:
        sys.exit("proofs/trace.py: %s is missing: make prove writes it" % os.path.join(*path))


def functions_of(header):
    """{name: dict(header, section, comment, contract, line)}"""
    out, section, lines = {}, 0, read(header).split("\n")
    for number, line in enumerate(lines):
        begin = re.match(r"/\* ---- (\d+) ", line)
        if begin:
            section = int(begin.group(1))
        name = re.match(r"(?:DG_FLATTEN )?static [^(]*?\b(dg_[a-z0-9_]+)\(", line)
        if not name:
            continue
        first = number
        while first > 0 and lines[first - 1].strip() not in ("", "}") and not lines[first - 1].startswith("#"):
            first -= 1
        above = "\n".join(lines[first:number])
        contract = "".join(re.findall(r"/\*@(.*?)\*/", above, re.S))
        comment = re.sub(r"/\*@.*?\*/", "", above, flags=re.S)
        if name.group(1) not in out or contract:
            out[name.group(1)] = {"header": header, "section": section, "comment": comment, "contract": contract, "line": number + 1}
    return out


def clauses_named(comment):
    """SPEC clauses that a comment names: 'SPEC 3.2, 4.1 to 4.3'"""
    out = set()
    for text in re.findall(r"SPEC ((?:\d+\.\d+(?:, | and | to |,? )?)+)", comment):
        for first, last in re.findall(r"(\d+\.\d+)(?: to (\d+\.\d+))?", text):
            out.add(first)
            if last:
                chapter, low = first.split(".")
                out |= {"%s.%d" % (chapter, n) for n in range(int(low), int(last.split(".")[1]) + 1)}
    return out


def named(contract, word):
    return re.findall(r"\b%s\s+(\w+)\s*:" % word, contract)


def functional(contract):
    """Whether an ensures clause speaks of what the function returns or of something that it may write."""
    ensures = re.findall(r"\bensures\b(.*?)(?=\b(?:ensures|requires|assigns|terminates|behavior)\b|$)", contract, re.S)
    written = re.findall(r"\bassigns\b(.*?);", contract, re.S)
    places = set(re.findall(r"[A-Za-z_]\w*", " ".join(written))) - {"nothing", "from"}
    return any(r"\result" in text or places & set(re.findall(r"[A-Za-z_]\w*", text)) for text in ensures)


def goals_of(log, names):
    """{function: dict(total, proved, kinds, provers, seconds)} from the output of WP"""
    out = {}
    by_length = sorted(names, key=len, reverse=True)
    for line in open(log) if os.path.exists(log) else []:
        goal = re.match(r"\[wp\] \[(.*?)\] (Goal|Smoke-test) (?:typed_real_)?(\S+)(.*)", line)
        if not goal:
            continue
        prover, what, label, rest = goal.groups()
        function = next((n for n in by_length if label.startswith(n + "_")), None)
        if not function:
            continue
        entry = out.setdefault(function, {"goals": 0, "proved": 0, "smoke": 0, "kinds": {}, "provers": {}, "seconds": 0.0})
        if what == "Smoke-test" or "_wp_smoke_" in label:
            entry["smoke"] += 1
            continue
        label = label[len(function) + 1:]
        kind = next((k for k in ("assert_rte", "call", "ensures", "loop_invariant", "loop_assigns", "loop_variant", "assigns",
                                 "terminates", "assert", "exits") if label.startswith(k) or "_" + k in label), "other")
        if "requires" in label:
            kind = "requires of a call"
        entry["goals"] += 1
        entry["kinds"][kind] = entry["kinds"].get(kind, 0) + 1
        if ": Valid" in rest or prover == "Qed":
            entry["proved"] += 1
            entry["provers"][prover] = entry["provers"].get(prover, 0) + 1
            spent = re.search(r"\((\d+(?:\.\d+)?)(ms|s)\) \(\d+\)", rest)
            if spent:
                entry["seconds"] += float(spent.group(1)) * (0.001 if spent.group(2) == "ms" else 1)
    for entry in out.values():
        entry["seconds"] = round(entry["seconds"], 1)
    return out


def add_recorded(logs):
    """Of the functions that a sample of WP left out, what was recorded: with provers and times for public functions."""
    recorded = {}
    for line in open(os.path.join(RESULTS, "expected.txt")):
        words = line.split()
        if words[0] in ("f64", "f32"):
            recorded[words[0], words[1]] = {"goals": int(words[2]), "proved": int(words[2]), "smoke": int(words[3])}
    for real, short in (("double", "f64"), ("float", "f32")):
        for name in read("build", "proofs", "not_replayed_" + short).split():
            path = os.path.join(RESULTS, "functions", name + ".json")
            whole = json.load(open(path))["goals"][real] if os.path.exists(path) else None
            if whole or (short, name) in recorded:  # not those that are open
                logs[real][name] = whole or recorded[short, name]


def theorems_of(folder):
    """{theorem: (file, words of its statement)}"""
    out = {}
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if not name.endswith(".v"):
            continue
        text = open(os.path.join(folder, name)).read()
        while re.search(r"\(\*(?:(?!\(\*|\*\)).)*\*\)", text, re.S):
            text = re.sub(r"\(\*(?:(?!\(\*|\*\)).)*\*\)", " ", text, flags=re.S)
        for m in re.finditer(r"^\s*Theorem\s+([\w']+)(.*?)(?=\bProof\b)", text, re.M | re.S):
            out[m.group(1)] = (name, set(re.findall(r"[A-Za-z_][\w']*", m.group(2))))
    return out


def logic_of():
    """{logic name: names its definition uses}"""
    out = {}
    folder = os.path.join(ROOT, "proofs", "acsl")
    for name in sorted(os.listdir(folder)):
        for item in translate.items_of(open(os.path.join(folder, name)).read()):
            out.setdefault(item.name, set()).update(re.findall(r"[A-Za-z_]\w*", item.text))
    return {name: words & set(out) - {name} for name, words in out.items()}


def reach(names, logic):
    todo, seen = list(names), set()
    while todo:
        name = todo.pop()
        if name in logic and name not in seen:
            seen.add(name)
            todo += logic[name]
    return seen


def tests_of(functions):
    """{function: [file: test that calls it, itself or by a function of its file]}"""
    out = {}
    for folder in ("tests", "tests/oracle", "tests/substrate"):
        for name in sorted(os.listdir(os.path.join(ROOT, folder))):
            if not re.fullmatch(r"test_\w+\.c|bits\.c|golden\.c|train\.c", name):
                continue
            text = read(folder, name)
            bodies = {}
            for m in re.finditer(r"^(?:static )?[a-z][\w \*]*?\b(\w+)\([^;{}]*\) \{\n(.*?)^\}", text, re.M | re.S):
                bodies[m.group(1)] = set(re.findall(r"\b[a-z]\w*(?=\s*\()|\bdg_\w+", m.group(2)))
            for test in [t for t in bodies if t.startswith("test_")] or list(bodies):
                todo, seen = [test], set()
                while todo:
                    one = todo.pop()
                    for word in bodies.get(one, ()):
                        if word in functions:
                            out.setdefault(word, [])
                            entry = "%s/%s: %s" % (folder, name, test)
                            if entry not in out[word]:
                                out[word].append(entry)
                        elif word in bodies and word not in seen:
                            seen.add(word)
                            todo.append(word)
    return out


def main(arguments):
    if arguments not in (["--write"], ["--check"]):
        print(__doc__)
        return 2
    failures = []
    functions = {**functions_of("delgrad.h"), **functions_of("delgrad_hw.h")}
    public = []
    for option in ([], ["--on-hardware"]):
        command = [os.path.join(ROOT, "proofs", "public.sh"), *option]
        public += subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    logic, theorems, tests = logic_of(), theorems_of(os.path.join(ROOT, "proofs", "coq")), tests_of(functions)
    assumed = set(re.findall(r"\b(dg_\w+)\([^)]*\);", read("proofs", "acsl", "ideal.h")))
    logs = {"double": goals_of(os.path.join(BUILD, "wp_f64.log"), functions),
            "float": goals_of(os.path.join(BUILD, "wp_f32.log"), functions)}
    add_recorded(logs)
    for line in open(os.path.join(ROOT, "proofs", "unproved.txt")):
        if line.startswith("open:"):  # what a run says of these depends on the sample
            logs["double"].pop(line.split()[0][len("open:"):], None)
    bounds = {}
    path = os.path.join(ROOT, "proofs", "gappa", "bounds.txt")
    for line in open(path) if os.path.exists(path) else []:
        words = line.split()
        if words and not line.startswith("#"):
            bounds.setdefault(words[0], []).append(" ".join(words[1:]))
    unproved = {}
    for line in open(os.path.join(ROOT, "proofs", "unproved.txt")):
        if not line.startswith("#") and line.strip():
            name, _, why = line.strip().partition(" ")
            unproved[name] = why
    eva = {}
    path = os.path.join(ROOT, "build", "eva", "ok.txt")
    for line in open(path) if os.path.exists(path) else []:
        found = re.match(r"ok\s+eva (\S+).*?(binary\d\d): (\d+) alarms \((.*?);", line)
        if found:
            for name in found.group(4).split():
                eva.setdefault(name, {}).setdefault(found.group(2), set()).add(found.group(1))

    clauses = {n: [] for n in re.findall(r"^\*\*(\d+\.\d+) ?", read("SPEC.md"), re.M)}
    titles = dict(re.findall(r"^\*\*(\d+\.\d+) ([^*]*?)\.?\*\*", read("SPEC.md"), re.M))
    by_other = {}
    for name, entry in functions.items():
        for clause in sorted(clauses_named(entry["comment"])):
            if clause not in clauses:
                failures.append("%s:%d: %s names SPEC %s, which there is not" % (entry["header"], entry["line"], name, clause))
            else:
                clauses[clause].append(name)
    for line in read("proofs", "clauses.txt").split("\n"):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if words[0] not in clauses:
            failures.append("proofs/clauses.txt: SPEC %s, which there is not" % words[0])
            continue
        for word in words[1:]:
            if word in functions:
                if word not in clauses[words[0]]:
                    clauses[words[0]].append(word)
            elif os.path.exists(os.path.join(ROOT, word)):
                by_other.setdefault(words[0], []).append(word)
            else:
                failures.append("proofs/clauses.txt: %s is neither a function nor a file" % word)
    for clause in clauses:
        hardware = re.match(r"1[34]\.", clause)
        if not clauses[clause] and (hardware or clause not in by_other):
            failures.append("SPEC %s has no function (name it in a comment of its header, or in proofs/clauses.txt)" % clause)
        elif hardware and not any(functions[name]["header"] == "delgrad_hw.h" for name in clauses[clause]):
            failures.append("SPEC %s has no function of delgrad_hw.h" % clause)

    def theorems_for(name):
        names = reach(set(re.findall(r"[A-Za-z_]\w*", functions[name]["contract"])), logic)
        return sorted(t for t, (_, words) in theorems.items() if words & names)

    files = {}
    covered = 0
    calls = read("proofs", "calls.h") + read("proofs", "calls_hw.h")
    for name in sorted(functions):
        entry = functions[name]
        ours = {real: logs[real].get(name) for real in logs}
        whole = all(o["goals"] and o["goals"] == o["proved"] for o in ours.values() if o) and ours["double"]
        entry["covered"] = functional(entry["contract"]) and (whole or (name in assumed and name in bounds))
        covered += bool(entry["covered"])
    for name in public:
        entry = functions[name]
        made = {
            "function": name, "header": entry["header"], "section": entry["section"], "spec": sorted(c for c in clauses if name in clauses[c]),
            "requires": named(entry["contract"], "requires"), "ensures": named(entry["contract"], "ensures"),
            "goals": {real: logs[real].get(name) for real in logs},
            "bounds": bounds.get(name, []),
            "eva": {"entries": {b: sorted(e) for b, e in sorted(eva.get(name, {}).items())}, "alarms": 0},
            "theorems": theorems_for(name), "tests": tests.get(name, []),
        }
        if name in assumed:
            made["assumed_in_the_reals"] = "proofs/acsl/ideal.h; what rounding adds is bounded by proofs/gappa"
        if name in unproved:
            made["not_proved"] = unproved[name]
        if name in KNOWN_ANSWERS:
            made["known_answers"] = KNOWN_ANSWERS[name]
        files["functions/%s.json" % name] = json.dumps(made, indent=1, sort_keys=True) + "\n"
        told = name in unproved if entry["header"] == "delgrad_hw.h" else False
        if KNOWN_ANSWERS.get(name) in made["tests"]:
            told = True
        if not functional(entry["contract"]) and not told:
            failures.append("%s is public and no ensures speaks of its result" % name)
        if name not in unproved and not made["goals"]["double"] and name not in assumed:
            failures.append("%s is public and WP has no goals of it" % name)
        if name not in eva:
            failures.append("%s is public and has no entry for Eva" % name)
        if not re.search(r"\b%s\(" % name, calls):
            failures.append("%s is public and no example calls it: proofs/calls.h, proofs/calls_hw.h" % name)
        if not made["tests"]:
            failures.append("%s is public and no unit test calls it" % name)

    def few(words, most=4):
        return ", ".join(words[:most]) + (", .. (%d)" % len(words) if len(words) > most else "") if words else "-"

    rows = ["# SPEC clause, function, contract, theorem, test", "",
            "Made by `proofs/trace.py --write`; `make prove` fails if it is not current. Functions that are not public are in *italics*.", "",
            "| SPEC | functions | ensures | Coq | tests |", "| --- | --- | --- | --- | --- |"]
    for clause, names in clauses.items():
        shown = sorted(names, key=lambda n: (n not in public, n))
        first = shown[0] if shown else None
        ensures = ["%s: %s" % (n, w) for n in shown for w in named(functions[n]["contract"], "ensures")]
        found = sorted({t for n in shown for t in theorems_for(n)})
        seen = sorted({t for n in shown for t in tests.get(n, [])})
        rows.append("| %s %s | %s | %s | %s | %s |" % (
            clause, titles.get(clause, ""), few([n if n in public else "*%s*" % n for n in shown], 6) if first else "-",
            few(ensures, 5), few(found, 5), few(by_other.get(clause, []) + seen)))
    for name, entry in sorted(functions.items(), key=lambda f: (f[1]["header"], f[1]["section"], f[0])):
        if "# Functions of " + entry["header"] not in rows:
            rows += ["", "# Functions of " + entry["header"], "", "| function | section | goals (double, float) | ensures | carried by |",
                     "| --- | --- | --- | --- | --- |"]
        ours = [logs[real].get(name) for real in logs]
        counts = ", ".join("%d/%d" % (o["proved"], o["goals"]) if o else "-" for o in ours)
        by = (["WP"] if ours[0] and all(o["goals"] == o["proved"] for o in ours if o) else []) + (["Gappa"] if name in bounds else []) + \
             (["Eva"] if name in eva else []) + (["assumed ideal in WP"] if name in assumed else []) + (["open: " + unproved[name]] if name in unproved else [])
        rows.append("| %s | %d | %s | %s | %s |" % (name if name in public else "*%s*" % name, entry["section"], counts,
                                                  few(named(entry["contract"], "ensures"), 6), ", ".join(by) or "-"))
    files["table.md"] = "\n".join(rows) + "\n"

    os.makedirs(BUILD, exist_ok=True)
    with open(os.path.join(BUILD, "coverage.dat"), "w") as file:
        for name, entry in sorted(functions.items(), key=lambda f: (f[1]["header"], f[1]["section"], f[1]["line"])):
            o = logs["double"].get(name) or {"goals": 0, "proved": 0}
            part = ("" if entry["header"] == "delgrad.h" else "hw") + str(entry["section"])
            file.write("%s %s %d %d\n" % (name, part, o["goals"], o["proved"]))

    if arguments == ["--write"]:
        os.makedirs(os.path.join(RESULTS, "functions"), exist_ok=True)
        for old in os.listdir(os.path.join(RESULTS, "functions")):
            if "functions/" + old not in files:
                os.remove(os.path.join(RESULTS, "functions", old))
        for name, text in files.items():
            with open(os.path.join(RESULTS, name), "w") as file:
                file.write(text)
    else:
        for name, text in files.items():
            path = os.path.join(RESULTS, name)
            if not os.path.exists(path) or open(path).read() != text:
                failures.append("proofs/results/%s is not what this run gives: proofs/trace.py --write" % name)
    for text in failures[:400]:
        print("FAIL  trace: %s" % text)
    if len(failures) > 400:
        print("FAIL  trace: and %d more" % (len(failures) - 400))
    print("RESULT trace functions=%d covered=%d public=%d clauses=%d theorems=%d failures=%d" %
          (len(functions), covered, len(public), len(clauses), len(theorems), len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
