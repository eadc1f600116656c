/** What `cc doctor` finds, and how it is mended. */
export const doctor = {
  names: {
    node: 'Node',
    clock: 'clock',
    disk: 'disk',
    files: 'open files',
    buffers: 'UDP buffers',
    koffi: 'media in batches',
    espeak: 'espeak-ng',
    address: 'address',
    'sip-port': 'SIP port',
    'rtp-ports': 'media ports',
    definition: 'definition',
    secrets: 'secrets',
  },
  fit: 'Nothing keeps a center from running here.',
  unfit: 'Mend what is marked with ✘ first.',
  there: 'there',
  notNeeded: 'not needed here',
  nodeRemedy: ({ least }: { least: string }) => `Install Node ${least} or newer: https://nodejs.org`,
  clockRemedy: 'Set the clock: times of calls come from it (Linux: timedatectl set-ntp true)',
  cannotWrite: ({ folder }: { folder: string }) => `${folder} cannot be written to`,
  writeRemedy: 'Let your user write there, or name another folder with --folder',
  free: ({ size, folder }: { size: string; folder: string }) => `${size} free in ${folder}`,
  diskRemedy: 'Make room: the journal and recordings grow with each call (an hour of recording takes 28 MiB)',
  filesRemedy: 'ulimit -n 65536 before the start, or LimitNOFILE=65536 in its systemd unit',
  buffersRemedy: 'sudo sysctl -w net.core.rmem_max=4194304: packets of many calls wait there while the program is busy',
  noBatches: ({ reason }: { reason: string }) => `not to be had: ${reason}`,
  koffiRemedy: 'npm install koffi: fewer calls fit on a core without it, and nothing else is missing',
  noVoice: ({ languages }: { languages: string }) => `not there; nothing speaks ${languages}`,
  espeakRemedy: 'Install it (Debian: apt-get install espeak-ng), or give prompts in these languages a file',
  notOurs: ({ host }: { host: string }) => `${host} is no address of this machine`,
  addressRemedy: ({ addresses }: { addresses: string }) =>
    `Listen at one that is: ${addresses === '' ? '127.0.0.1' : addresses}; where phones reach you is --advertise`,
  loopback: ({ host }: { host: string }) => `${host}: this machine alone`,
  everywhere: ({ host }: { host: string }) => `${host}: every address of this machine`,
  everywhereRemedy: ({ addresses }: { addresses: string }) =>
    `Phones are told one of them: cc start --advertise ${addresses === '' ? 'ADDRESS' : addresses}`,
  portFree: ({ at }: { at: string }) => `${at} is free`,
  ourOwn: 'taken by the center of this project, which is running',
  portTaken: ({ at, code }: { at: string; code: string }) =>
    code === 'EADDRINUSE'
      ? `${at} is taken`
      : `${at} cannot be had: ${code === 'EACCES' ? 'ports below 1024 need more rights' : code}`,
  portRemedy: ({ port }: { port: number }) =>
    `Find who has it (ss -ulpn 'sport = ${port}'), or take another: cc start --listen 127.0.0.1:${port === 5060 ? 5070 : 5060}`,
  rtpTaken: ({ range, taken, tries }: { range: string; taken: number; tries: number }) =>
    `${range}: of ${tries} tried, ${taken} are taken`,
  rtpRemedy: 'Take another range: cc start --rtp-ports 40000-48191',
  seeCheck: 'cc check says more',
}
