/** Sentences of other packages in Chinese: each that is listed is still said somewhere, word for word. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { known, sentence } from './zh-cn/sentences.js'

const packages = join(import.meta.dirname, '../../..')

const sources = readdirSync(packages, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[\w-]+\/src\/.*\.ts$/.test(file) && !/\.test\.ts$|^cli\/src\/text\//.test(file))
  .map((file) => readFileSync(join(packages, file), 'utf8'))

test.each(known)('%s', (english) => {
  const pieces = english.split('{}').filter((piece) => piece.trim() !== '')
  const isSaid = sources.some((text) => pieces.every((piece) => text.includes(piece)))
  expect(isSaid, 'no package says it').toBe(true)
  const filled = english.replaceAll('{}', '7')
  expect(sentence(filled)).toMatch(/[\u4e00-\u9fff]/)
  expect(sentence(filled)).not.toContain('{}')
})

test('what is filled in stays, with a word for what the system says; what is not known stays English', () => {
  expect(sentence("this folder cannot be made: EACCES: permission denied, mkdir '/x'")).toBe(
    "无法建立这个文件夹：没有权限（EACCES: permission denied, mkdir '/x'）",
  )
  expect(sentence('this log has a gap: event 31 follows event 20')).toBe('日志有缺口：事件 31 紧跟在事件 20 之后')
  expect(sentence('nobody knows this sentence')).toBe('nobody knows this sentence')
})
