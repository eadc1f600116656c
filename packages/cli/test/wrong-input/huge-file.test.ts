import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { run } from '../run.js'
import { createFolder, refuses } from './wrong.js'

const folder = createFolder()
const everything = process.env.CALLWEAVE_REQUIRE === 'all'
const sizeBytes = everything ? 100e6 : 21e6

describe(`a file of ${sizeBytes / 1e6} MB${everything ? '' : ' (100 MB with CALLWEAVE_REQUIRE=all)'}`, () => {
  const write = async (name: string, lines: Iterable<string>): Promise<string> => {
    const path = join(folder, name)
    const file = createWriteStream(path)
    let size = 0
    for (const text of lines) {
      if (size >= sizeBytes) break
      size += text.length
      if (!file.write(text)) await once(file, 'drain')
    }
    file.end()
    await once(file, 'close')
    return path
  }
  /** Of 21 bytes each: 100 MB are 4.8 million, and 5 million is the most that is read. */
  const minutes = function* (): Iterable<string> {
    yield 'time,calls\n'
    const day = Array.from({ length: 1440 }, (_, i) => `${new Date(i * 60_000).toISOString().slice(11, 16)},300\n`)
    for (let atMs = Date.UTC(2000, 0, 1); ; atMs += 86_400_000) {
      const date = new Date(atMs).toISOString().slice(0, 10)
      yield day.map((minute) => `${date} ${minute}`).join('')
    }
  }
  const oneLine = function* (): Iterable<string> {
    for (;;) yield 'x'.repeat(1_000_000)
  }

  test('of counts: read to its end, with the mistake in its last line', async () => {
    const path = await write('minutes.csv', minutes())
    writeFileSync(path, 'tomorrow,many\n', { flag: 'a' })
    refuses(await run(['plan', '--volumes', path, '--aht', '180s']), /minutes\.csv:\d+\n +found +'tomorrow'/)
  })

  test('without a line end, as CSV and as a log', async () => {
    const path = await write('line.csv', oneLine())
    refuses(await run(['plan', '--volumes', path, '--aht', '180s']), /line\.csv/)
    refuses(await run(['log', 'cat', path]), /this is not an event log of Callweave/)
  })

  test.each(['huge.json', 'huge.ts'])('as a definition: %s is not even read', async (name) => {
    const path = await write(name, oneLine())
    refuses(await run(['check', path]), /too large to be a definition[\s\S]*found +'\d+ MB'\n +expected +at most 20 MB/)
  })
})
