/** What `cc doctor` finds, and how it is mended. */
import type { CertificateFault } from '@callweave/server'

export type CertificateFaultName = CertificateFault['fault']

export interface FaultWords {
  readonly message: string
  readonly remedy: string
}

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
    certificate: 'certificate',
    'tls-key': 'its key',
    'certificate-dates': 'its dates',
    'certificate-names': 'for whom',
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
  listenedTwice: ({ at, other }: { at: string; other: string }) => `${at} and ${other} have a port in common`,
  listenedTwiceRemedy:
    'Leave one out, or give it another port: 0.0.0.0 has every IPv4 address, [::] those of IPv6 as well, and with a certificate each takes the next port, too',
  certificate: {
    unreadable: ({ file, why }: { file: string; why: string }) => `${file} cannot be read: ${why}`,
    unreadableRemedy: 'See the path, and whether your user may read the file',
    matches: 'belongs to the certificate',
    early: ({ from }: { from: string }) => `the certificate is valid from ${from} only`,
    earlyRemedy: 'See the clock of this machine',
    late: ({ to }: { to: string }) => `the certificate was valid until ${to}`,
    lateRemedy: 'Phones refuse it: have another one made',
    until: ({ to }: { to: string }) => `valid until ${to}`,
    soonRemedy: 'Have another one made before, and start the center again with it',
    nobody: 'the certificate says nothing of whom it is for (subjectAltName)',
    nobodyRemedy:
      'Have one made for the name or the address by which phones reach you: DNS:pbx.example.com,IP:192.0.2.10',
    faults: {
      'no-certificate': () => ({
        message: 'this is no certificate in PEM',
        remedy:
          'It begins with -----BEGIN CERTIFICATE-----; a .der or .p12 is made one by openssl x509 or openssl pkcs12',
      }),
      'no-key': () => ({
        message: 'this is no key in PEM, or it has a passphrase',
        remedy: 'It begins with -----BEGIN PRIVATE KEY-----; openssl pkey -in KEY -out NEW takes a passphrase off',
      }),
      'key-of-another': ({ cert }: { cert: string }) => ({
        message: `this is not the key of ${cert}`,
        remedy: 'See whether the two files belong together; of several certificates in the file, your own stands first',
      }),
      unusable: ({ why }: { why: string }) => ({
        message: `TLS does not take this certificate: ${why}`,
        remedy: 'Have one made with a key of 2,048 bits of RSA or 256 of ECDSA, signed with SHA-256',
      }),
    } as Readonly<Record<CertificateFaultName, (of: { cert: string; key: string; why: string }) => FaultWords>>,
  },
}
