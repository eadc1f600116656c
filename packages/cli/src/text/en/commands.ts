/** What `--help` says of each command: what it is for, each word and option of it, and examples that run. */

type Examples = readonly (readonly [string, string])[]

const init = {
  summary: 'Make a call center project in a new folder',
  about: 'Copies a template: a definition, scenarios with data, tests, a README. It runs as it stands.',
  positionals: { folder: 'Where to (default: my-center)' },
  options: {
    template: 'What kind of call center (default: customer-service)',
    yes: 'Ask nothing; take the defaults for what is not given',
    force: 'Write into a folder that is not empty',
  },
  examples: [
    ['cc init my-center', 'asks which template'],
    ['cc init my-center --template minimal --yes', 'asks nothing'],
    ['npm create callweave@latest my-center', 'the same where nothing is installed yet'],
  ] as Examples,
}

const check = {
  summary: 'Find what is wrong in a definition and its scenarios',
  about:
    'Names every mistake with its place, what was expected and the nearest right name. Without a file: center.ts in this folder, and all of scenarios/.',
  positionals: { file: 'The definition (default: center.ts)' },
  options: {},
  examples: [
    ['cc check', 'the project in this folder'],
    ['cc check --json', 'the same for a program: {ok, problems, ...}'],
  ] as Examples,
}

const sim = {
  summary: 'Simulate a scenario in virtual time',
  about:
    'Runs the calls of a scenario through the definition, several times with different chance, and prints the figures with their formulas and intervals. The same seed gives the same run, to the last event.',
  positionals: { scenario: 'Its file (default: scenarios/day.ts, or the only one)' },
  options: {
    seed: 'Which chance',
    replications: 'How many times, each with chance of its own',
    threshold: "A goal, such as 'service-level{queue=service} >= 0.8'; missed: exit code 99. As often as you like",
    compare: 'Another definition, for the same calls: prints the difference',
    center: 'Run the scenario with this definition instead of its own',
    against: 'Beside each interval, what this formula makes of it, and why they differ',
    log: 'Where the event log of the first replication goes',
    'log-format': 'binary is small, jsonl can be read by eye',
    'no-log': 'Write no event log',
  },
  examples: [
    ['cc sim', 'a day'],
    ["cc sim --seed 7 --threshold 'asa{queue=service} <= 20s'", 'a goal, for CI'],
    ['cc sim --compare center-with-skills.ts', 'is the other definition better?'],
    ['cc sim --against erlang-a', 'does it do what the formula says, and if not, why?'],
    ['cc sim --json | jq .kpis', 'every figure, for a program'],
  ] as Examples,
}

const start = {
  summary: 'Run the center for real: phones register, callers dial',
  about:
    'Takes calls by SIP in the foreground and prints what to dial and how to register a phone. Everything is kept in .callweave; after a kill the next start says which calls it closed. With --json a line when ready, and one for each notice.',
  positionals: { file: 'The definition (default: center.ts)' },
  options: {
    listen: 'Address and port of SIP over UDP and TCP; 0 takes a free port',
    advertise: 'The address that phones and peers are told, where it is another: NAT, containers',
    'rtp-ports': 'UDP ports for media',
    'tls-cert': 'Certificate in PEM: SIP over TLS at the next port, too',
    'tls-key': 'Its key in PEM',
    folder: 'Where journal, call records and recordings are kept (default: .callweave)',
    drain: 'How long calls may go on after Ctrl-C',
  },
  examples: [
    ['cc start', 'on this machine alone'],
    ['cc start --listen 192.0.2.10:5060', 'for the phones of a network'],
    ['cc start --json', 'for a program: a line each'],
  ] as Examples,
}

const calls = {
  summary: 'The calls that are up in the running center',
  about: 'Asks the center of this project, which cc start runs. Without one the exit code is 1.',
  positionals: {},
  options: { folder: 'Where the center keeps what it has (default: .callweave)', watch: 'Again each second' },
  examples: [['cc calls --watch', 'until Ctrl-C']] as Examples,
}

const agents = {
  summary: 'The agents of the running center; or what they shall do',
  about:
    'Without words it lists them. With a state and names it changes them; an agent in a call follows when the call ends.',
  positionals: { state: 'What they shall be', agents: 'Who' },
  options: {
    reason: "The center's own code for not-ready, such as break",
    folder: 'Where the center keeps what it has (default: .callweave)',
    watch: 'Again each second',
  },
  examples: [
    ['cc agents', 'all of them'],
    ['cc agents ready ana ben', 'two agents get calls'],
    ['cc agents not-ready ana --reason break', 'and one gets none'],
  ] as Examples,
}

const queues = {
  summary: 'Who waits in the queues of the running center',
  about: 'Asks the center of this project, which cc start runs. Without one the exit code is 1.',
  positionals: {},
  options: { folder: 'Where the center keeps what it has (default: .callweave)', watch: 'Again each second' },
  examples: [['cc queues --json', 'for a program']] as Examples,
}

const dial = {
  summary: 'Call a number of a running center from a built-in test phone',
  about:
    'Comes in as a caller from this machine, or with --as from a phone of the definition. Says what happens until the call ends. Exit code 0 when it was answered, else 1.',
  positionals: { number: 'What to dial (default: the first number of the definition)' },
  options: {
    press: 'Keys to press once it is answered; a comma is a second',
    say: 'A WAV file to say once it is answered',
    record: 'Write what is heard to this WAV file',
    for: 'Hang up after so long (default: when the other side does)',
    from: 'The number that the caller shows',
    as: 'Dial from this extension, with its password',
    server: 'Where the center is (default: the one that runs in this project)',
    folder: 'Where the center keeps what it has (default: .callweave)',
  },
  examples: [
    ['cc dial 4008001234', 'what does a caller meet?'],
    ['cc dial 4008001234 --press ,,1,0 --record out.wav --for 20s', 'two keys, and listen to it later'],
    ['cc dial 8002 --as 8001', 'from one desk to another'],
  ] as Examples,
}

const phone = {
  summary: 'A test phone that registers as an extension and answers',
  about:
    'Stands for a softphone at a desk: registers with the password of the extension, answers what rings, says a file or nothing. With --ready its agent is made ready first. Ctrl-C takes it away.',
  positionals: { extension: 'Which phone of the definition' },
  options: {
    'answer-after': 'How long it rings',
    'hang-up-after': 'Ends each call after so long (default: when the other side does)',
    say: 'A WAV file to say to each caller',
    record: 'Write what is heard to this WAV file; of a later call it takes its place',
    calls: 'End after so many calls (default: never)',
    ready: 'Make its agent ready',
    server: 'Where the center is (default: the one that runs in this project)',
    folder: 'Where the center keeps what it has (default: .callweave)',
  },
  examples: [['cc phone 8001 --ready', 'an agent who takes every call']] as Examples,
}

const doctor = {
  summary: 'Is this machine, and this project, fit to run a center?',
  about:
    'Checks Node, clock, disk, limits, address, ports, the definition and its secrets, and says how each is mended. Exit code 1 when something keeps a center from running.',
  positionals: { file: 'The definition (default: center.ts)' },
  options: {
    listen: 'Address and port that cc start shall listen at',
    'rtp-ports': 'UDP ports for media',
    folder: 'Where the center keeps what it has (default: .callweave)',
  },
  examples: [
    ['cc doctor', 'before the first cc start'],
    ['cc doctor --listen 192.0.2.10:5060', 'at another address'],
  ] as Examples,
}

const explain = {
  summary: 'Tell what happened to one call or one agent, and why',
  about:
    'Reads the event log of a run and asks the queue engine again: why the call waited, for each wait and each offer who could take it and in which order, who was passed over and why, and when it is asked again. With --agent: what the agent was doing, which calls waited, and who got those that came meanwhile. --json has every candidate.',
  positionals: { call: 'Its number, or longest: the one that waited longest' },
  options: {
    agent: 'An agent, in place of a call',
    at: 'When, such as 10:05:30 (default: when most calls waited for the agent)',
    log: 'The event log',
    center: 'The definition that the log was made with (default: center.ts)',
  },
  examples: [
    ['cc explain longest', 'the call that waited longest'],
    ['cc explain 17 --log runs/monday.log', 'one call of another run'],
    ['cc explain --agent ana --at 10:05', 'why ana has this call, another or none'],
  ] as Examples,
}

const flow = {
  summary: 'Draw a flow, or type keys into it without a phone',
  about:
    'draw prints Mermaid, which GitHub, GitLab and most editors show. test tells what a caller meets who presses the given keys; without keys it lists every way through.',
  positionals: { action: 'What to do', flow: 'Which flow (default: all)' },
  options: {
    press: 'What the caller does when asked for a key: 8, or 3,123456#, or silence for nothing',
    center: 'The definition (default: center.ts)',
  },
  examples: [
    ['cc flow draw day', 'one flow as Mermaid'],
    ['cc flow draw > flows.md', 'all of them, for a document'],
    ['cc flow test day --press 8', 'what happens to a caller who presses 8'],
  ] as Examples,
}

const plan = {
  summary: 'How many agents, by formula: Erlang B, C or A',
  about:
    'Without --agents, finds the fewest agents that reach the goal; with them, says what they achieve. With --volumes, does so for each interval of a file of call counts.',
  positionals: {},
  options: {
    model:
      'erlang-b: busy callers are lost; erlang-c: they wait for ever; erlang-a: they wait until --patience ends (default: erlang-a with --patience, else erlang-c)',
    'calls-per-hour': 'Calls that arrive in an hour',
    aht: 'Mean handle time: talk, hold and wrap-up, such as 180s or 3m',
    agents: 'Agents at the phone; lines for erlang-b',
    patience: 'Mean time until a waiting caller hangs up',
    target: 'Answer target (default: 20s)',
    goal: 'Share to answer within the target, such as 0.8; or both at once: 80/20 (default: 80%)',
    shrinkage: 'Share of paid time away from the phone: breaks, training, illness',
    volumes: 'CSV file with call counts per interval',
    time: 'Its column of interval starts; two columns as date,time',
    calls: 'Its column of counts',
    day: 'The one day of the file to plan, as YYYY-MM-DD (default: the first)',
    gaps: 'Intervals that are missing in the file: refuse them or take them as zero calls',
  },
  examples: [
    ['cc plan --calls-per-hour 200 --aht 180s --goal 80/20', 'the fewest agents for 80% in 20 seconds'],
    ['cc plan --calls-per-hour 200 --aht 180s --agents 14', 'what 14 agents achieve'],
    ['cc plan --calls-per-hour 200 --aht 180s --patience 60s', 'with callers who give up'],
    ['cc plan --volumes day.csv --aht 180s --shrinkage 30%', 'a whole day from a file'],
  ] as Examples,
}

const log = {
  summary: 'Print an event log, or what follows from it: records, reports, a queue_log',
  about:
    'Reads a log of cc sim, binary or JSON Lines. cat prints its events; calls one record for each call; agents what each agent did when; intervals the report of each queue; queue-log the lines that Asterisk writes, for its reporting tools; store puts records and reports into an SQLite file.',
  positionals: { action: 'What to print', file: 'The log' },
  options: {
    call: 'Only the events of this call; for cat',
    format: 'JSON Lines, or CSV for a spreadsheet; for calls, agents and intervals',
    interval: 'How long an interval is; for intervals and store',
    'time-zone': 'Whose clock cuts the intervals and writes the times, such as Europe/London',
    private: "Leave out callers' numbers",
    to: 'The SQLite file; for store',
    center: 'The definition that says what is in time (default: center.ts); for intervals and store',
  },
  examples: [
    ['cc log calls runs/events.log --format csv > calls.csv', 'a table of calls'],
    ['cc log intervals runs/events.log --time-zone Europe/London', 'each queue by half-hours'],
    ['cc log queue-log runs/events.log > queue_log', "for the market's reporting tools"],
    ['cc log store runs/events.log --to calls.sqlite', 'to ask in SQL'],
    ['cc log cat runs/day.log', 'every event'],
    ['cc log cat runs/day.log --call 17', 'one call, from arrival to end'],
  ] as Examples,
}

const bench = {
  summary: 'Measure how fast it is on this machine',
  about:
    'Runs each case several times after a warm-up, in a process of its own, and prints the median with the lowest and highest, the machine, and a rival beside it where there is one. Never fails for being slow.',
  positionals: { name: 'What to measure (default: list what there is)' },
  options: {
    runs: 'How often each case runs after the warm-up (default: 5)',
    calls: 'One long run of so many calls that watches the memory; for sim',
    quick: 'Small sizes and two runs: for a glance',
  },
  examples: [
    ['cc bench', 'what can be measured'],
    ['cc bench sim', 'calls a second, beside SimPy where a Python has it'],
    ['cc bench sim --calls 10000000', 'does the memory stay flat?'],
    ['cc bench sip', 'messages read and calls answered, with sipp as caller'],
    ['cc bench routing --json', 'every figure, for a program'],
  ] as Examples,
}

const sip = {
  summary: 'Show a SIP message as Callweave reads it, or where it is malformed',
  about:
    'Reads the file as one datagram, every header of it, and prints the typed values. Of a malformed message it prints the byte where it went wrong and the status that a server answers, and the exit code is 1. A message is not malformed when a server would only refuse what it asks for.',
  positionals: { action: 'What to do', file: 'The message; - reads standard input' },
  options: {},
  examples: [
    ['cc sip parse invite.txt', 'every header, typed'],
    ['cc sip parse - < invite.txt', 'from standard input'],
    ['cc sip parse invite.txt --json | jq .error', 'code, status and byte, for a program'],
  ] as Examples,
}

const completion = {
  summary: 'Print the script that completes commands in bash or zsh',
  about: 'Add its output to ~/.bashrc or ~/.zshrc. It completes both cc and callweave.',
  positionals: { shell: 'Which shell (default: by SHELL)' },
  options: {},
  examples: [['cc completion bash >> ~/.bashrc', 'from the next shell on']] as Examples,
}

const version = {
  summary: 'Print the version of Callweave and of Node',
  about: 'cc --version belongs to the C compiler of the same name; callweave --version is ours.',
  positionals: {},
  options: {},
  examples: [] as Examples,
}

const help = {
  summary: 'Show what a command does and how to use it',
  about: 'The same as cc <command> --help.',
  positionals: { command: 'The command (default: all of them)' },
  options: {},
  examples: [['cc help plan', 'all about planning']] as Examples,
}

export const commands = {
  init,
  check,
  sim,
  start,
  calls,
  agents,
  queues,
  dial,
  phone,
  doctor,
  explain,
  flow,
  plan,
  bench,
  log,
  sip,
  completion,
  version,
  help,
}
