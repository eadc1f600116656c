"""M/M/n in SimPy, as SimPy's own bank examples write it: the rival in `cc bench sim`.

    python3 simpy_mmn.py <calls> <runs> <seed>

Prints one JSON object: {"rival": "SimPy 3.0.11, Python 3.11.2", "callsPerSecond": [...], "callsPerCpuSecond": [...],
"meanWaitSeconds": [...]}.
Runs on SimPy 3 and 4 (module simpy) and on SimPy 2 (module SimPy).
"""

import json
import platform
import random
import sys
import time

AGENTS = 330
CALLS_PER_SECOND = 100 / 60
TALK_SECONDS = 180


def run_simpy(simpy, calls):
    waits = []

    def caller(env, agents):
        came = env.now
        with agents.request() as agent:
            yield agent
            waits.append(env.now - came)
            yield env.timeout(random.expovariate(1 / TALK_SECONDS))

    def arrivals(env, agents):
        for _ in range(calls):
            yield env.timeout(random.expovariate(CALLS_PER_SECOND))
            env.process(caller(env, agents))

    env = simpy.Environment()
    agents = simpy.Resource(env, capacity=AGENTS)
    env.process(arrivals(env, agents))
    env.run()
    return waits


def run_simpy2(simulation, calls):
    waits = []

    class Caller(simulation.Process):
        def visit(self, agents):
            came = simulation.now()
            yield simulation.request, self, agents
            waits.append(simulation.now() - came)
            yield simulation.hold, self, random.expovariate(1 / TALK_SECONDS)
            yield simulation.release, self, agents

    class Arrivals(simulation.Process):
        def come(self, agents):
            for _ in range(calls):
                yield simulation.hold, self, random.expovariate(CALLS_PER_SECOND)
                caller = Caller()
                simulation.activate(caller, caller.visit(agents))

    simulation.initialize()
    agents = simulation.Resource(capacity=AGENTS)
    arrivals = Arrivals()
    simulation.activate(arrivals, arrivals.come(agents))
    simulation.simulate(until=calls * 10)
    return waits


def main():
    calls, runs, seed = (int(word) for word in sys.argv[1:4])
    try:
        import simpy as library

        version, run = library.__version__, run_simpy
    except ImportError:
        import SimPy
        import SimPy.Simulation as library

        version, run = SimPy.__version__, run_simpy2
    random.seed(seed)
    run(library, max(calls // 10, 10))  # warm-up
    figures = {"callsPerSecond": [], "callsPerCpuSecond": [], "meanWaitSeconds": []}
    for _ in range(runs):
        started, started_cpu = time.perf_counter(), time.process_time()
        waits = run(library, calls)
        figures["callsPerSecond"].append(calls / (time.perf_counter() - started))
        figures["callsPerCpuSecond"].append(calls / (time.process_time() - started_cpu))
        figures["meanWaitSeconds"].append(sum(waits) / len(waits))
    rival = "SimPy %s, Python %s" % (version, platform.python_version())
    print(json.dumps({"rival": rival, **figures}))


main()
