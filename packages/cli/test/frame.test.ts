import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandNames, loadCommand } from '../src/commands/index.js'
import { en } from '../src/text/en.js'
import { zhCn } from '../src/text/zh-cn.js'
import { run, spawnRun } from './run.js'

const catalogues = { en, 'zh-CN': zhCn }
const golden = (name: string): string => join(import.meta.dirname, 'golden', `${name}.txt`)

describe('help', () => {
  for (const language of ['en', 'zh-CN'] as const) {
    test(`of all commands, in ${language}`, async () => {
      const { stdout, stderr, code } = await run(['--help', '--lang', language])
      await expect(stdout).toMatchFileSnapshot(golden(`help.${language}`))
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    })
    for (const name of commandNames)
      test(`of ${name}, in ${language}`, async () => {
        const { stdout, code } = await run([name, '--help', '--lang', language])
        await expect(stdout).toMatchFileSnapshot(golden(`help-${name}.${language}`))
        expect(code).toBe(0)
        expect((await run(['help', name, '--lang', language])).stdout).toBe(stdout)
      })
  }

  test('no line is longer than the terminal', async () => {
    for (const name of commandNames)
      for (const line of (await run([name, '--help'])).stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test.each(commandNames)('%s describes exactly its words and options, in both languages', async (name) => {
    const command = await loadCommand(name)
    for (const { commands } of Object.values(catalogues)) {
      expect(Object.keys(commands[name].options)).toEqual(Object.keys(command.options))
      expect(Object.keys(commands[name].positionals)).toEqual(Object.keys(command.positionals))
    }
  })

  test('examples are the same in both languages', () => {
    for (const name of commandNames) {
      const lines = Object.values(catalogues).map(({ commands }) => commands[name].examples.map(([line]) => line))
      expect(lines[0]).toEqual(lines[1])
    }
  })
})

describe('which language', () => {
  const spoken = async (args: readonly string[], env: Record<string, string> = {}) => (await run(args, { env })).stdout

  test('--lang, else CALLWEAVE_LANG, else the locale, else English', async () => {
    expect(await spoken(['--help', '--lang', 'zh'], { LANG: 'en_US.UTF-8' })).toMatch(/命令/)
    expect(await spoken(['--help'], { CALLWEAVE_LANG: 'zh-CN', LANG: 'en_US.UTF-8' })).toMatch(/命令/)
    expect(await spoken(['--help'], { LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' })).toMatch(/命令/)
    expect(await spoken(['--help'], { LANG: 'zh_CN.UTF-8' })).toMatch(/命令/)
    expect(await spoken(['--help'], { LANG: 'de_DE.UTF-8' })).toMatch(/Commands/)
    expect(await spoken(['--help'], { LANG: 'C' })).toMatch(/Commands/)
  })

  test('one that we do not speak is a mistake when it was asked for', async () => {
    const { code, stderr, stdout } = await run(['--lang', 'zhong', 'plan'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/does not speak this language yet[\s\S]*'zhong'[\s\S]*'en' or 'zh-CN'/)
    expect(stdout).toBe('')
    expect((await run(['version'], { env: { CALLWEAVE_LANG: 'xx' } })).code).toBe(2)
  })
})

describe('command lines that cannot be understood end with 2 and a suggestion', () => {
  test.each([
    [['simm'], /no command called 'simm'/],
    [['plann'], /Did you mean 'plan'\?/],
    [['plan', '--agnts', '3'], /no option --agnts[\s\S]*cc plan[\s\S]*Did you mean '--agents'\?/],
    [['plan', '-x'], /no option -x/],
    [['--qiet'], /Did you mean '--quiet'\?/],
    [['plan', 'what'], /more words than the command takes[\s\S]*'what'/],
    [['help', 'plann'], /Did you mean 'plan'\?/],
    [['plan', '--aht', '180s'], /--calls-per-hour is missing/],
    [['plan', '--calls-per-hour', '200'], /--aht is missing/],
    [['plan', '--aht', '180', '--calls-per-hour', '1'], /found +'180'[\s\S]*Did you mean '180s'\?/],
    [['plan', '--aht', '--calls-per-hour', '1'], /--aht has no value/],
    [['plan', '--aht', '3m', '--aht', '4m', '--calls-per-hour', '1'], /--aht is given more than once/],
    [['plan', '--aht', '3m', '--calls-per-hour', '1,200'], /Did you mean '1200'\?/],
    [['plan', '--aht', '3m', '--calls-per-hour', '-1'], /a number from 0 up/],
    [['plan', '--aht', '3m', '--calls-per-hour', '1', '--agents', '2.5'], /a whole number from 1 up/],
    [['plan', '--model', 'erlang-d', '--aht', '3m'], /Did you mean 'erlang-b'\?/],
    [['completion', 'fish'], /one of bash, zsh/],
  ] as const)('%j', async (args, says) => {
    const { code, stdout, stderr } = await run(args)
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  test('in Chinese', async () => {
    const { stderr, code } = await run(['plan', '--agnts', '3', '--lang', 'zh-CN'])
    expect(stderr).toMatch(/错误[\s\S]*没有选项 --agnts[\s\S]*是不是想写“--agents”/)
    expect(code).toBe(2)
  })

  test('as JSON on stderr, when results are wanted as JSON', async () => {
    const { stderr, stdout } = await run(['plan', '--aht', '180', '--json'])
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'usage',
        where: '--aht',
        message: 'the value of --aht cannot be used',
        found: '180',
        expected: 'a duration above zero with its unit, such as 180s or 3m',
        remedy: "Did you mean '180s'?",
      },
    })
    expect(stdout).toBe('')
  })
})

describe('colours', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  const colored = /\x1b\[/
  const point = ['plan', '--calls-per-hour', '200', '--aht', '180s', '--agents', '14']

  test('on a terminal only, and not where NO_COLOR, --no-color or TERM=dumb say so', async () => {
    expect((await run(point, { terminal: true })).stdout).toMatch(colored)
    expect((await run(point)).stdout).not.toMatch(colored)
    expect((await run(point, { terminal: true, env: { NO_COLOR: '1' } })).stdout).not.toMatch(colored)
    expect((await run(point, { terminal: true, env: { TERM: 'dumb' } })).stdout).not.toMatch(colored)
    expect((await run([...point, '--no-color'], { terminal: true })).stdout).not.toMatch(colored)
    expect((await run(point, { env: { FORCE_COLOR: '1' } })).stdout).toMatch(colored)
  })

  test('carry no meaning of their own: the text is the same without', async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    const plain = (text: string) => text.replace(/\x1b\[\d+m/g, '')
    expect(plain((await run(point, { terminal: true })).stdout)).toBe((await run(point)).stdout)
  })
})

describe('as a program', () => {
  test('results on stdout, talk on stderr, and --quiet leaves the talk out', () => {
    const args = ['plan', '--calls-per-hour', '200', '--aht', '180s']
    const { code, stdout, stderr } = spawnRun(args)
    expect(stdout).toMatch(/14 agents/)
    expect(stderr).toMatch(/Next: simulate it/)
    expect(code).toBe(0)
    expect(spawnRun([...args, '--quiet'])).toEqual({ code: 0, stdout, stderr: '' })
  })

  test('without a command it welcomes and says what to try', () => {
    const { code, stdout } = spawnRun([])
    expect(stdout).toMatch(/cc init my-center/)
    expect(code).toBe(0)
  })

  test('--version and version say the same', () => {
    const { stdout } = spawnRun(['--version'])
    expect(stdout).toMatch(/^callweave \d+\.\d+\.\d+ \(Node \d+/)
    expect(spawnRun(['version']).stdout).toBe(stdout)
  })

  test('a reader that leaves early is no error', async () => {
    const root = resolve(import.meta.dirname, '../../..')
    const child = spawn(
      process.execPath,
      ['--import', join(root, 'scripts/sources.mjs'), join(root, 'packages/cli/bin/callweave.mjs'), 'plan', '--help'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (text) => {
      stderr += text
    })
    const code = await new Promise((done) => child.on('close', done))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describe('completion', () => {
  const suggest = async (...typed: readonly string[]) =>
    (await run(['--get-yargs-completions', ...typed])).stdout.split('\n').filter(Boolean)

  test('commands, options, choices', async () => {
    expect(await suggest('')).toEqual([...commandNames])
    expect(await suggest('plan', '--')).toContain('--calls-per-hour')
    expect(await suggest('plan', '--model', '')).toEqual(['erlang-b', 'erlang-c', 'erlang-a'])
    expect(await suggest('--lang', '')).toEqual(['en', 'zh-CN'])
    expect(await suggest('completion', '')).toEqual(['bash', 'zsh'])
    expect(await suggest('help', '')).toContain('plan')
    expect(await suggest('plan', '--aht', '')).toEqual([])
  })

  test('a script for each shell, by SHELL when none is named', async () => {
    expect((await run(['completion', 'bash'])).stdout).toMatch(
      /complete -o default -F _callweave_completions callweave/,
    )
    expect((await run(['completion'], { env: { SHELL: '/bin/zsh' } })).stdout).toMatch(
      /compdef _callweave_completions cc callweave/,
    )
  })
})
