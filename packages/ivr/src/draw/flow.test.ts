import { expect, test } from 'vitest'
import { sample } from '../testing/sample.js'
import { drawFlow } from './flow.js'

test('I6 a flow is drawn as a Mermaid flowchart', () => {
  expect(drawFlow(sample, 'front')).toMatchInlineSnapshot(`
    "flowchart TD
      s0{{"start: hours<br>office"}}
      s1{{"by-number: branch<br>dialed"}}
      s2["chinese: language<br>zh"]
      s3{{"vip: branch<br>tag"}}
      s4[["agent: queue<br>service"]]
      s5(["day: flow<br>day"])
      s6(["night: hang-up<br>closed<br>We are closed."])
      s0 -->|"open"| s1
      s0 -->|"closed, holiday"| s6
      s1 -->|"4008009999"| s2
      s1 -->|"otherwise"| s5
      s2 --> s3
      s3 -->|"vip"| s4
      s3 -->|"otherwise"| s5"
  `)
  expect(drawFlow(sample, 'day')).toMatchInlineSnapshot(`
    "flowchart TD
      s0["start: play<br>welcome<br>Welcome to the service center."]
      s1{"main: menu<br>main-menu<br>For our address press 1, for a balance 2, to complain 8, ...<br>* goes back"}
      s2{"info: menu<br>address<br>We are at 1 Main Street. To go back press star.<br>* goes back"}
      s3{"account: collect<br>account into account<br>Please type your account number."}
      s4[("balance: lookup<br>balance(account)")]
      s5["tell: say<br>You owe {balance.amount} by {balance.due}."]
      s6["sorry: play<br>no-balance<br>Your balance cannot be told now."]
      s7[["agent: queue<br>service"]]
      s8[["complain: queue<br>complaints, complaints 4"]]
      s9[/"message: voicemail<br>box service<br>Nobody can take your call. Please leave a message after t..."/]
      s10{"survey: survey<br>satisfied"}
      s11(["bye: hang-up"])
      s0 --> s1
      s1 -->|"1"| s2
      s1 -->|"2"| s3
      s1 -->|"8"| s8
      s1 -->|"no-input, no-match, 0"| s7
      s2 -.->|"no-input, no-match"| s11
      s2 -->|"0"| s7
      s3 --> s4
      s3 -.->|"no-input, no-match"| s1
      s4 --> s5
      s4 -->|"error"| s6
      s5 --> s1
      s6 --> s7
      s7 -->|"full, nobody, 1"| s9
      s7 -->|"served"| s10
      s8 -->|"nobody"| s9"
  `)
})

test('I6 names and texts that mean something to Mermaid are only text', () => {
  const flows = {
    day: { start: { step: 'say', text: 'Say "yes" #1 <now>', then: 'end' }, end: { step: 'hang-up' } },
  } as const
  expect(drawFlow({ flows }, 'day')).toBe(
    [
      'flowchart TD',
      '  s0["start: say<br>Say #quot;yes#quot; #35;1 #lt;now#gt;"]',
      '  s1(["end: hang-up"])',
      '  s0 --> s1',
    ].join('\n'),
  )
  expect(() => drawFlow({ flows }, 'night')).toThrow("there is no flow called 'night'")
})

test('I6 texts are shown in the language asked for', () => {
  expect(drawFlow(sample, 'day', { language: 'zh' })).toContain('欢迎致电客服中心。')
})
