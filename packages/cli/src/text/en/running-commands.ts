/** What `--help` says of the commands of a center that runs. */

type Examples = readonly (readonly [string, string])[]

export const start = {
  summary: 'Run the center for real: phones register, callers dial',
  about:
    'Takes calls by SIP in the foreground and prints what to dial and how to register a phone. Everything is kept in .callweave; after a kill the next start says which calls it closed. With --json a line when ready, and one for each notice.',
  positionals: { file: 'The definition (default: center.ts)' },
  options: {
    listen:
      'Address and port of SIP over UDP and TCP; 0 takes a free port; may be given several times, for several networks',
    advertise:
      'The address that phones and peers are told, where it is another (NAT, containers); as NETWORK=ADDRESS for those of one network; may be given several times',
    'rtp-ports': 'UDP ports for media',
    'tls-cert': 'Certificate in PEM: SIP over TLS at the next port, too',
    'tls-key': 'Its key in PEM',
    folder: 'Where journal, call records and recordings are kept (default: .callweave)',
    drain: 'How long calls may go on after Ctrl-C',
  },
  examples: [
    ['cc start', 'on this machine alone'],
    ['cc start --listen 192.0.2.10:5060', 'for the phones of a network'],
    [
      'cc start --listen 0.0.0.0 --advertise 203.0.113.7 --advertise 10.0.0.0/8=10.1.2.3',
      'behind NAT, with phones in the office',
    ],
    ['cc start --listen 10.1.2.3 --listen 192.0.2.10:5080', 'in two networks: phones here, the provider there'],
    ['cc start --json', 'for a program: a line each'],
  ] as Examples,
}

export const calls = {
  summary: 'The calls of the running center; or whom it refuses',
  about:
    'Asks the center of this project, which cc start runs. Without one the exit code is 1. blocked lists the callers who are refused, those of the definition and hoax locks too; block refuses one more, unblock lets one in again.',
  positionals: { order: 'What to do', number: "A caller's number, or the beginning of numbers and *" },
  options: {
    for: 'Block for so long (default: for good)',
    folder: 'Where the center keeps what it has (default: .callweave)',
    watch: 'Again each second',
  },
  examples: [
    ['cc calls --watch', 'until Ctrl-C'],
    ['cc calls block 13800001111 --for 2h', 'a caller is refused for two hours'],
    ['cc calls unblock 13800001111', 'and let in before they are over'],
  ] as Examples,
}

export const agents = {
  summary: 'The agents of the running center; or what they shall do',
  about:
    'Without words it lists them. With a state and names it changes them; an agent in a call follows when the call ends. With another order they do with their calls what a phone does with its keys; release ends the call for everybody in it. A name that there is not changes nobody (exit code 2); where one is refused the others are changed (exit code 1).',
  positionals: { order: 'What they shall be, or do', agents: 'Who' },
  options: {
    reason: "The center's own code for not-ready, such as break",
    to: 'Whom to dial, consult, transfer to or take in: a number as a phone dials it, agent:NAME, queue:NAME or flow:NAME',
    folder: 'Where the center keeps what it has (default: .callweave)',
    watch: 'Again each second',
  },
  examples: [
    ['cc agents', 'all of them'],
    ['cc agents ready ana ben', 'two agents get calls'],
    ['cc agents not-ready ana --reason break', 'and one gets none'],
    ['cc agents hold ana', 'her caller hears music, until retrieve'],
    ['cc agents transfer ana --to 8002', 'her caller is put through'],
  ] as Examples,
}

export const queues = {
  summary: 'Who waits in the queues of the running center, and which numbers are open',
  about:
    'Asks the center of this project, which cc start runs. Without one the exit code is 1. Below the queues: what callers of each number meet now, and until when.',
  positionals: {},
  options: { folder: 'Where the center keeps what it has (default: .callweave)', watch: 'Again each second' },
  examples: [['cc queues --json', 'for a program']] as Examples,
}

export const dial = {
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

export const phone = {
  summary: 'A test phone that registers as an extension and answers',
  about:
    'Stands for a softphone at a desk: registers with the password of the extension, answers what rings, says a file or nothing. With --ready its agent is ready as long as the phone is there. Ctrl-C takes it away.',
  positionals: { extension: 'Which phone of the definition' },
  options: {
    'answer-after': 'How long it rings',
    'hang-up-after': 'Ends each call after so long (default: when the other side does)',
    say: 'A WAV file to say to each caller',
    record: 'Write what is heard to this WAV file; of a later call it takes its place',
    calls: 'End after so many calls (default: never)',
    ready: 'Make its agent ready, and log it out at the end',
    server: 'Where the center is (default: the one that runs in this project)',
    folder: 'Where the center keeps what it has (default: .callweave)',
  },
  examples: [['cc phone 8001 --ready', 'an agent who takes every call']] as Examples,
}

export const doctor = {
  summary: 'Is this machine, and this project, fit to run a center?',
  about:
    'Checks Node, clock, disk, limits, addresses, ports, the certificate, the definition and its secrets, and says how each is mended. Exit code 1 when something keeps a center from running.',
  positionals: { file: 'The definition (default: center.ts)' },
  options: {
    listen: 'Address and port that cc start shall listen at; may be given several times',
    'rtp-ports': 'UDP ports for media',
    'tls-cert': 'The certificate that cc start shall have: whether it can be read, its dates, and for whom it is',
    'tls-key': 'Its key: whether it belongs to the certificate',
    folder: 'Where the center keeps what it has (default: .callweave)',
  },
  examples: [
    ['cc doctor', 'before the first cc start'],
    ['cc doctor --listen 192.0.2.10:5060', 'at another address'],
    ['cc doctor --tls-cert pbx.pem --tls-key pbx-key.pem', 'with a certificate'],
  ] as Examples,
}
