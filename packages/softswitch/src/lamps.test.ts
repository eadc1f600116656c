import { address, createResponse, eventName, parseUri, party, sipUri } from '@callweave/sip'
import { expect, test } from 'vitest'
import { joins, order, ring, told } from '../test/acts.js'
import { createBoardRig } from '../test/board-rig.js'

test('P7 a phone that watches another sees it ring, talk and be free, and picks up; a stranger sees nothing', async () => {
  const rig = await createBoardRig()
  rig.phone('8001', 'never-answers')
  rig.phone('8002', 'never-answers')
  const watcher = rig.phoneAt('8002')
  const seen: string[] = []
  let last = ''
  rig.sip.join(watcher.at, (message, from) => {
    if (message.kind !== 'request' || message.method !== 'NOTIFY') {
      watcher.agent.receive(message, from)
      return
    }
    last = new TextDecoder().decode(message.body)
    const states = last.match(/<state>\w+/g) ?? []
    seen.push(states.map((state) => state.slice(7)).join(' '))
    rig.sip.send(createResponse(message, 200), watcher.at, from)
  })
  const answers: number[] = []
  const subscribe = (phone: typeof watcher): void =>
    phone.agent.request({
      method: 'SUBSCRIBE',
      uri: sipUri({ user: '8001', host: 'board' }),
      headers: {
        from: party(sipUri({ user: '8002', host: 'board' })),
        to: party(sipUri({ user: '8001', host: 'board' })),
        contact: [
          { name: null, uri: sipUri({ host: phone.at.source, port: 5060 }), q: null, expires: null, params: [] },
        ],
        event: eventName('dialog'),
        expires: 600,
      },
      credentials: () => (phone === watcher ? { username: '8002', secret: { password: 'pw8002' } } : null),
      answered: ({ status }) => answers.push(status),
      failed: () => answers.push(0),
    })
  subscribe(watcher)
  await rig.pass(100)
  expect(answers).toEqual([200])
  expect(seen).toEqual([''])
  const { call, leg } = await rig.arrive()
  rig.phone('8001', 'never-answers')
  const first = ring(rig, call, '8001')
  await rig.pass(100)
  const [callId = '', toTag = '', fromTag = ''] = ['call-id', 'local-tag', 'remote-tag'].map(
    (name) => new RegExp(`${name}="([^"]+)"`).exec(last)?.[1] ?? '',
  )
  watcher.dial('8001', { headers: { replaces: { callId, toTag, fromTag, params: [] } } })
  await rig.pass(100)
  expect(told(rig, 'leg.dialed').map((fact) => [fact.extension, fact.dialed])).toEqual([['8002', '*88001']])
  order(rig, { do: 'hang-up', call, leg: first, cause: 'cancelled' })
  await rig.pass(100)
  expect(seen).toEqual(['', 'early', ''])
  const agent = await joins(rig, call, '8001')
  order(rig, { do: 'bridge', call, leg, peer: agent })
  await rig.pass(100)
  await rig.putDown(agent)
  await rig.pass(100)
  expect(seen.slice(3)).toEqual(['early', 'confirmed', ''])
  subscribe(rig.addPhone({ number: '8002', host: '10.66.0.1' }))
  await rig.pass(1_000)
  expect(answers).toEqual([200, 401])
  await rig.close()
  // Those of the phones are over, too.
  await rig.pass(70_000)
  expect(rig.time.pending).toBe(0)
})

test('a phone that watches its own messages is told how many there are, and of each change; a number that is nobody has no lamp', async () => {
  const rig = await createBoardRig()
  rig.phone('8002', 'never-answers')
  const watcher = rig.phoneAt('8002')
  const seen: string[] = []
  rig.sip.join(watcher.at, (message, from) => {
    if (message.kind !== 'request' || message.method !== 'NOTIFY') {
      watcher.agent.receive(message, from)
      return
    }
    seen.push(new TextDecoder().decode(message.body).replaceAll('\r\n', ' ').trim())
    rig.sip.send(createResponse(message, 200), watcher.at, from)
  })
  const answers: number[] = []
  const subscribe = (watched: string, uri = `sip:${watched}@board`, route?: string): void =>
    watcher.agent.request({
      method: 'SUBSCRIBE',
      uri: parseUri(uri),
      headers: {
        ...(route === undefined ? {} : { route: [address(parseUri(route))] }),
        from: party(sipUri({ user: '8002', host: 'board' })),
        to: party(sipUri({ user: watched, host: 'board' })),
        contact: [
          { name: null, uri: sipUri({ host: watcher.at.source, port: 5060 }), q: null, expires: null, params: [] },
        ],
        event: eventName('message-summary'),
        expires: 600,
      },
      credentials: () => ({ username: '8002', secret: { password: 'pw8002' } }),
      answered: ({ status }) => answers.push(status),
      failed: () => answers.push(0),
    })
  rig.switch.messages('8001', { fresh: 7, heard: 0 })
  rig.switch.messages('nobody', { fresh: 1, heard: 0 })
  for (const watched of ['8002', '8001', 'nobody']) {
    subscribe(watched)
    await rig.pass(100)
  }
  // Nobody sees what lies in the box of somebody else.
  expect(answers).toEqual([200, 403, 404])
  // Behind an outbound proxy as behind none: whom it is for is whose box is watched.
  subscribe('8001', 'sip:10.0.0.1;lr', 'sip:8001@10.0.0.1')
  await rig.pass(100)
  subscribe('8002', 'sip:8002@10.0.0.1;lr', 'sip:8001@10.0.0.1')
  await rig.pass(100)
  expect(answers.slice(3)).toEqual([403, 401])
  rig.switch.messages('8002', { fresh: 2, heard: 1 })
  await rig.pass(100)
  const account = 'Message-Account: sip:8002@callweave'
  expect(seen).toEqual([
    `Messages-Waiting: no ${account} Voice-Message: 0/0 (0/0)`,
    `Messages-Waiting: yes ${account} Voice-Message: 2/1 (0/0)`,
  ])
  await rig.close()
})
