#!/usr/bin/env python3
"""Mutation: each single-operator mutant of delgrad.h and delgrad_hw.h must fail a test, or a proof.

  run.py --all               every mutant, also of code for float alone (hours; a run that is stopped goes on where it was)
  run.py --double            the same without code for float alone
  run.py --light             leave out tests of more than 0.3 s and sanitizers: survivors are tried again by the next run without it
  run.py --sanitize          give what survives to the quick tests under sanitizers too; --all and --double do
  run.py --seconds S         a random sample of those in double, for S seconds; with --all or --double, S seconds more of it
  run.py --seed N            of the sample; printed, so that it can be repeated
  run.py --sample N          a random sample of N mutants
  run.py --function NAME     only mutants of this function (repeatable)
  run.py --kernel            only mutants of functions about spike times and gradients (sections 3, 4 and 7) that WP proves
  run.py --id ID             only this mutant of the build in double precision (repeatable)
  run.py --proofs N          for N of them (0 none, -1 all) in functions that WP proves, the proofs of that function as well, by live
                             provers; a mutant that a test kills is given to the proofs all the same. Functions whose proofs take
                             longer than a mutant is given (2 s a goal) are named and not counted
  run.py --again             forget what an earlier run found out
  run.py --header NAME       only mutants of this header

One build per precision holds all mutants of both; a run of a program chooses one (mutants.py, mutation.h, chosen.c). The tests are
those of tests/test_*.c, tests/substrate, and tests/bits.c with the hashes in tests/bits.txt. Every test is first run alone without mutant, for its time and for
the places it reaches; a mutant is then given to the tests that reach its place until one fails, crashes or takes five times its
time, and then to the quick ones under sanitizers: first those that have killed mutants of the same function and are quick, then
bits.c, then those of more than 0.3 s.
equivalent.txt lists mutants that change nothing that can be observed, each with its reason; they are not run. Results are in
build/mutation/results.tsv; --all tries again what survived other tests than today's.
Exit code 1 if under 95 % are killed, over 3 % are set aside, or under 60 % of those given to the proofs of spike times and gradients
are killed by these. A sample, whose survivors see neither sanitizers nor proofs, fails three standard deviations below the 93 % that
tests alone kill; below 30 mutants it only reports.
"""
import argparse
import concurrent.futures
import hashlib
import os
import pickle
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(ROOT, "build", "mutation")
FLAGS = ["-std=gnu99", "-O1", "-w"]
SANITIZERS = ["-O0", "-fsanitize=address,bounds,shift,float-cast-overflow", "-fno-sanitize-recover=all"]
LIBS = ["-lcmocka", "-lmpfr", "-lgmp", "-lm"]
HASHES = "hashes"  # the one test of bits.c
LONG = 0.3  # seconds
SAMPLE = 0.93  # share that tests alone kill, without sanitizers and proofs: 417 of 446 in two draws
KERNEL = (3, 4, 7)  # sections of delgrad.h about spike times and gradients
HEADERS = [os.path.join(ROOT, name) for name in ("delgrad.h", "delgrad_hw.h")]
SUBSTRATE = ["substrate/train.c", "substrate/unknown.c"]  # the one program of two files


def say(text):
    if sys.stdout.isatty():
        sys.stdout.write("\r\033[K" + text)
        sys.stdout.flush()


class Build:
    """The programs of one precision, its mutants and what each test reaches; sanitize: as tests/matrix.sh builds some of them."""

    def __init__(self, real, sanitize=False):
        self.real, self.records, self.sanitize = real, {}, sanitize
        self.folder = os.path.join(BUILD, real + "-sanitized" * sanitize)
        subprocess.run([sys.executable, os.path.join(HERE, "mutants.py"), real, self.folder, *HEADERS], check=True)
        self.rows = [line.rstrip("\n").split("\t") for line in open(os.path.join(self.folder, "mutants.tsv"))]
        self.places = int(self.rows[-1][0]) // 4 + 1

    def compile(self, workers, wanted):
        """The programs that include the header wanted. An unchanged program is not made again."""
        self.source = {}
        names = r"test_\w+\.c" if self.sanitize else r"(test_\w+|bits)\.c"
        sources = [[f] for f in sorted(os.listdir(os.path.join(ROOT, "tests"))) if re.fullmatch(names, f)]
        sources += [] if self.sanitize else [SUBSTRATE]
        # hidden: the plain headers must not be found before those with mutants
        include = os.path.join(self.folder, "include")
        shutil.rmtree(include, ignore_errors=True)
        os.makedirs(include)
        for header in HEADERS:
            shutil.move(os.path.join(self.folder, os.path.basename(header)), include)
        folders = [include, HERE, os.path.join(ROOT, "tests")]

        def included(path, seen):
            """path and what it includes of ours, one after the other"""
            seen.append(path)
            for name in re.findall(r'^#include "(.*)"', open(path).read(), re.M):
                places = [os.path.join(folder, name) for folder in [os.path.dirname(path), *folders]]
                for found in [place for place in places if os.path.exists(place)][:1]:
                    if found not in seen:
                        included(found, seen)
            return seen

        def one(files):
            source = files[0]
            program = os.path.join(self.folder, source[:-2].replace("/", "_"))
            seen = [os.path.join(HERE, "chosen.c")]
            for name in files:
                included(os.path.join(ROOT, "tests", name), seen)
            if os.path.join(include, wanted) not in seen:
                return None
            stamp = hash_of(*seen)
            self.source[program] = source
            if os.path.exists(program + ".made") and open(program + ".made").read() == stamp:
                return program
            lanes = ["-DDG_LANES=8"] if source == "bits.c" else []  # so that there is more than one column of lanes
            command = ["gcc", *lanes, *FLAGS, *SANITIZERS * self.sanitize, "-DDG_REAL=" + self.real, "-DDG_PLACES=%d" % self.places, "-I", include, "-I", HERE,
                       "-I", os.path.join(ROOT, "tests"), "-o", program, *[os.path.join(ROOT, "tests", name) for name in files],
                       os.path.join(HERE, "chosen.c"), *LIBS]
            made = subprocess.run(command, capture_output=True, text=True)
            if made.returncode:
                sys.exit("mutation: %s does not compile with all mutants:\n%s" % (source, made.stderr[:2000]))
            open(program + ".made", "w").write(stamp)
            return program

        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            self.programs = [program for program in pool.map(one, sources) if program]

    def survey(self, workers, light):
        """[(seconds, program, test, bytes reached)] of all tests, the quickest first; what is known of an unchanged program is kept"""
        kept = os.path.join(self.folder, "survey")
        known = pickle.load(open(kept, "rb")) if os.path.exists(kept) else {}

        def names(program):
            source = open(os.path.join(ROOT, "tests", self.source[program])).read()
            tests = [HASHES] if os.path.basename(program) == "bits" else re.findall(r"cmocka_unit_test\((\w+)\)", source) or ["*"]
            return [(program, test) for test in tests]

        def one(pair):  # a test that needs those before it stands for the whole program, named *
            program, test = pair
            stamp = open(program + ".made").read()
            if known.get(pair, (None,))[0] == stamp:
                return pair, known[pair]
            reached = "%s.%s.reached" % (program, test)
            why, seconds = self.run(program, test, 0, 600, reached)
            if why and test == "test_every_status":  # asks what the tests before it saw
                return pair, (stamp, test, 0, b"\0" * self.places)
            if why:
                sys.exit("mutation: %s %s fails without any mutant" % (program, test))
            return pair, (stamp, test, seconds, open(reached, "rb").read())

        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            pairs = [pair for program in self.programs for pair in names(program)]
            found = dict(pool.map(one, pairs))
        light = light or self.sanitize
        pickle.dump(found, open(kept, "wb"))
        self.tests = sorted((seconds, program, test, reached) for (program, _), (_, test, seconds, reached) in found.items()
                            if test == HASHES or not light or seconds <= (LONG / 2 if self.sanitize else LONG))

    def run(self, program, test, mutant, limit, reached=None):
        """(None if the test passes, else why not; seconds of the processor, at most limit)"""
        environment = dict(os.environ, DG_QUICK="1", ASAN_OPTIONS="detect_leaks=0", DG_MUTANT=str(mutant), DG_TEST=test, DG_LIMIT=str(int(1e6 * limit)))
        if reached:
            environment["DG_REACHED"] = reached
        with tempfile.TemporaryFile() if test == HASHES else open(os.devnull, "wb") as out:
            process = subprocess.Popen([program], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, env=environment)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if test == HASHES and process.returncode == 0:
                out.seek(0)
                printed, wanted = out.read().decode(), open(os.path.join(ROOT, "tests", "bits.txt")).read().split("\n")
                if not printed or not set(printed.strip().split("\n")) <= set(wanted):
                    return "fails", usage.ru_utime + usage.ru_stime
        status = process.returncode
        return None if status == 0 else "hangs" if status == -signal.SIGPROF else "fails", usage.ru_utime + usage.ru_stime

    def killer(self, mutant, function):
        """(test that fails, how) or None"""
        place = mutant // 4
        record = self.records.setdefault(function, {})  # of a test: how often tried on this function, how often it killed

        def cost(test):
            tried, killed = record.get(test[1:3], (0, 0))
            return test[0] > LONG and test[2] != HASHES, test[2] == HASHES, (test[0] + 0.01) * (tried + 1) / (killed + 0.2)

        for seconds, program, test, reached in sorted((t for t in self.tests if t[3][place]), key=cost):
            why, _ = self.run(program, test, mutant, 5 * seconds + 0.2)
            tried, killed = record.get((program, test), (0, 0))
            record[(program, test)] = tried + 1, killed + (why is not None)
            if why:
                return "%s.%s%s" % (os.path.basename(program), test, "-sanitized" * self.sanitize), why
        return None


def equivalents():
    """{key: what the mutant changes}"""
    out = {}
    path = os.path.join(HERE, "equivalent.txt")
    for line in open(path) if os.path.exists(path) else []:
        line = line.rstrip("\n")
        if line and not line.startswith("#"):
            key, change, reason = (line.split("\t") + ["", ""])[:3]
            if not reason.strip():
                sys.exit("mutation: %s: no reason for %s" % (path, key))
            out[key] = change
    return out


def proved_functions():
    """Functions that WP proves, and of these the ones about spike times and gradients (sections 3, 4 and 7 of the header)."""
    out = subprocess.run([os.path.join(ROOT, "proofs", "run.sh"), "--proved"], capture_output=True, text=True)
    return set(out.stdout.split())


def sections():
    """{function of delgrad.h: section}"""
    section, out = 0, {}
    for line in open(HEADERS[0]):
        begin = re.match(r"/\* ---- (\d+) ", line)
        if begin:
            section = int(begin.group(1))
        name = re.match(r"static (?:inline )?[a-z].*?[ *](dg_\w+)\(", line)
        if name:
            out[name.group(1)] = section
    return out


def proof(name, row=None):
    """'killed' or 'proved' by the goals of function name, with live provers; without a mutant, of the headers as they are"""
    folder = os.path.join(BUILD, "proof", row[0] if row else name)
    os.makedirs(folder, exist_ok=True)
    if row:
        subprocess.run([sys.executable, os.path.join(HERE, "mutants.py"), "--single", row[0], "double", folder, *HEADERS], check=True)
    done = subprocess.run([os.path.join(ROOT, "proofs", "run.sh"), "--mutant", folder, name], capture_output=True, text=True)
    return {0: "proved", 1: "killed"}.get(done.returncode) or sys.exit("mutation: proofs/run.sh --mutant: %s" % done.stderr)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.replace("%", "%%"))
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--double", action="store_true")
    parser.add_argument("--light", action="store_true")
    parser.add_argument("--sanitize", action="store_true")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--function", action="append")
    parser.add_argument("--kernel", action="store_true")
    parser.add_argument("--id", action="append")
    parser.add_argument("--proofs", type=int, default=0)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--header", choices=[os.path.basename(header) for header in HEADERS])
    options = parser.parse_args()
    whole = options.all or options.double
    if not (whole or options.seconds or options.sample or options.function or options.id or options.kernel or options.header):
        print(__doc__)
        return 2
    workers = os.cpu_count() or 1
    began = time.time()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10 ** 6)

    double, single = Build("double"), Build("float")
    builds = (double, single) if options.all else (double,)
    known = {(row[2], row[4]) for row in double.rows}
    single.rows = [row for row in single.rows if (row[2], row[4]) not in known]
    rows = [(build, row) for build in (double, single) for row in build.rows]
    aside = equivalents()
    changes = {row[3] if build is double else "float:" + row[3]: row[4] for build, row in rows}
    for key, change in aside.items():
        if changes.get(key) != change:
            sys.exit("mutation: equivalent.txt says %s is %s, which now is %s: argue anew" % (key, change, changes.get(key, "no mutant")))
    every = len(rows)
    rows = [(b, r) for b, r in rows if b in builds and (r[3] if b is double else "float:" + r[3]) not in aside]
    if options.header:
        rows = [(b, r) for b, r in rows if r[2].startswith(options.header + ":")]
    if options.function:
        rows = [(b, r) for b, r in rows if r[1] in options.function]
    if options.kernel:
        proved, where = proved_functions(), sections()
        rows = [(b, r) for b, r in rows if b is double and r[1] in proved and where.get(r[1]) in KERNEL]
    if options.id:
        rows = [(b, r) for b, r in rows if b is double and r[0] in options.id]
    random.Random(seed).shuffle(rows)
    if options.sample:
        rows = rows[:options.sample]
    print("mutation: %d mutants (%d in double, %d of code for float alone), %d set aside as equivalent, seed %d" %
          (every, len(double.rows), every - len(double.rows), len(aside), seed))

    sanitized = {build: Build(build.real, True) for build in builds if whole and not options.light or options.sanitize}
    for build in [*builds, *sanitized.values()]:
        say("compiling in %s" % build.real)
        build.compile(workers, options.header or os.path.basename(HEADERS[0]))
        say("finding what each test reaches in %s" % build.real)
        build.survey(workers, options.light)
    say("")
    print("mutation: %s; ready after %.0f s" % (", ".join("%d tests in %s" % (len(b.tests), b.real) for b in builds), time.time() - began))

    results = os.path.join(BUILD, "results.tsv")
    done, alive_before = {}, set()
    if options.again and os.path.exists(results):
        os.remove(results)
    stamp = hash_of(*HEADERS)
    tests = stamp + "-light" * options.light + "-" + hash_of(*(program + ".made" for build in [*builds, *sanitized.values()] for program in build.programs))
    if whole and os.path.exists(results):
        for line in open(results):
            part = line.rstrip("\n").split("\t")
            if part[0] == (tests if part[3] == "survives" else stamp):
                done[(part[1], part[6], part[7])] = part[3]
            elif part[0].startswith(stamp) and not options.light:
                alive_before.add((part[1], part[6], part[7]))
    deadline = time.time() + options.seconds if options.seconds else None
    outcomes = []
    rows.sort(key=lambda row: (row[0].real, *row[1][3:5]) not in alive_before)

    def judge(pair):
        build, row = pair
        if (build.real, row[3], row[4]) in done:
            return build, row, done[(build.real, row[3], row[4])]
        if deadline and time.time() > deadline:
            return None
        found = build.killer(int(row[0]), row[1])
        if not found and build in sanitized:
            found = sanitized[build].killer(int(row[0]), row[1])
        return build, row, "%s %s" % (found[1], found[0]) if found else "survives"

    with concurrent.futures.ThreadPoolExecutor(workers) as pool, open(results, "a") as log:
        for one in concurrent.futures.as_completed([pool.submit(judge, pair) for pair in rows]):
            outcome = one.result()
            if outcome is None:
                continue
            outcomes.append(outcome)
            build, row, what = outcome
            log.write("\t".join([tests if what == "survives" else stamp, build.real, row[0], what, *row[1:]]) + "\n")
            log.flush()
            if what == "survives":
                say("")
                print("survives  %s %s, %s, %s (id %s %s)" % (row[1], row[4], row[2], row[3], build.real, row[0]))
            say("%d of %d, %.0f s" % (len(outcomes), len(rows), time.time() - began))
    say("")

    alive = [(b, r) for b, r, what in outcomes if what == "survives"]
    by_tests = len(outcomes) - len(alive)
    tried, killed_by_proof, kernel_tried, kernel_killed = 0, set(), 0, 0
    if options.proofs:
        proved, where = proved_functions(), sections()
        candidates = [(b, r) for b, r, _ in outcomes if b is double and r[1] in proved]
        kernel = [(b, r) for b, r in candidates if where.get(r[1]) in KERNEL]
        wanted = kernel if options.proofs < 0 else kernel[:options.proofs]
        wanted = wanted + [c for c in candidates if c in alive and c not in wanted]

        def attempt(pair):
            return pair, proof(pair[1][1], pair[1])

        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            # that a goal is not found in time counts only where it is found of the function as it is
            names, slow = sorted({r[1] for _, r in wanted}), set()
            for name, what in zip(names, pool.map(proof, names)):
                say("proofs without mutant: %s, %.0f s" % (name, time.time() - began))
                if what == "killed":
                    slow.add(name)
                    say("")
                    print("not counted  %s: its proofs take longer than a mutant is given" % name)
            wanted = [c for c in wanted if c[1][1] not in slow]
            for (build, row), what in pool.map(attempt, wanted):
                tried += 1
                if where.get(row[1]) in KERNEL:
                    kernel_tried += 1
                    kernel_killed += what == "killed"
                if what == "killed":
                    killed_by_proof.add((build.real, row[0]))
                else:
                    print("proofs hold  %s %s, %s, %s" % (row[1], row[4], row[2], row[3]))
                say("proofs: %d of %d, %.0f s" % (tried, len(wanted), time.time() - began))
        say("")
        print("RESULT mutation_proofs functions=%d not_counted=%d mutants=%d killed=%d share=%.3f" %
              (len({r[1] for _, r in wanted}), len(slow), kernel_tried, kernel_killed, kernel_killed / max(kernel_tried, 1)))
    survived = [(b, r) for b, r in alive if (b.real, r[0]) not in killed_by_proof]
    share = 1 - len(survived) / max(len(outcomes), 1)
    print("RESULT mutation mutants=%d killed_tests=%d killed_proofs=%d survived=%d share=%.4f equivalent=%d of=%d seed=%d seconds=%.0f" %
          (len(outcomes), by_tests, len(killed_by_proof), len(survived), share, len(aside), every, seed, time.time() - began))
    bad = len(aside) > 0.03 * every
    if len(outcomes) >= 30:
        bad = bad or share < (0.95 if whole else SAMPLE - 3 * (SAMPLE * (1 - SAMPLE) / len(outcomes)) ** 0.5)
    if kernel_tried >= 30:
        bad = bad or kernel_killed < 0.6 * kernel_tried
    return 1 if bad or not outcomes else 0


def hash_of(*names):
    return hashlib.sha256(b"".join(open(name, "rb").read() for name in names)).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
