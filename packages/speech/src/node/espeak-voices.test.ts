import { expect, test } from 'vitest'
import { espeakVoices } from './espeak-voices.js'

const table = `Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  cmn             --/M      Chinese_(Mandarin,_latin_as_English) sit/cmn              (zh-cmn 5)(zh 5)
 5  cmn-latn-pinyin --/M      Chinese_(Mandarin,_latin_as_Pinyin) sit/cmn-Latn-pinyin  (zh-cmn 5)(zh 5)
 5  zh              --/M      chinese-mb-cn1     mb/mb-cn1
 5  yue             --/M      Chinese_(Cantonese) sit/yue              (zh-yue 5)(zh 8)
 2  en-us           --/M      English_(America)  gmw/en-US            (en 3)
 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)
 5  en-us-nyc       --/M      English_(America,_New_York_City) gmw/en-US-nyc
 5  de              --/M      German             gmw/de
 5  variant         --/M      Storm              !v/Storm             (en-us 5)
 1  xx              --/M      Odd                ../../xx
`
const voices = (language: string) => espeakVoices(table, [language]).map(({ voice }) => voice)

test('a language has its voices, the best first, regions behind', () => {
  expect(voices('zh')).toEqual(['sit/cmn', 'sit/yue'])
  expect(voices('en')).toEqual(['gmw/en', 'gmw/en-US', 'gmw/en-US-nyc'])
  expect(voices('de')).toEqual(['gmw/de'])
})

test('a region has its own voice, else that of the language', () => {
  expect(voices('en_US')).toEqual(['gmw/en-US', 'gmw/en-US-nyc'])
  expect(voices('de-AT')).toEqual(['gmw/de'])
  expect(espeakVoices(table, ['de-AT'])).toEqual([{ voice: 'gmw/de', language: 'de-AT' }])
})

test('what is no voice is none', () => {
  for (const language of ['xx', 'variant', 'tlh', '']) expect(voices(language), language).toEqual([])
  expect(espeakVoices('Error: no data', ['en'])).toEqual([])
})
