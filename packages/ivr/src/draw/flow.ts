/** A flow as a picture: Mermaid flowchart text, which GitHub, GitLab and most editors show. */
import { createGraph, type GraphEdge, type GraphStep } from '../check/graph.js'
import { promptText } from '../definition/prompts.js'
import { type FullSections, type IvrSections, withDefaults } from '../definition/sections.js'
import { kindOfStep, type StepKindName } from '../steps/kinds.js'

export interface DrawOptions {
  /** Whose prompt texts are shown. Default: the first. */
  readonly language?: string
}

/** Choices are rhombs, waiting is boxed twice, the ends are round. */
const shapes: Readonly<Partial<Record<StepKindName, readonly [string, string]>>> = {
  menu: ['{', '}'],
  collect: ['{', '}'],
  survey: ['{', '}'],
  branch: ['{{', '}}'],
  hours: ['{{', '}}'],
  lookup: ['[(', ')]'],
  queue: ['[[', ']]'],
  voicemail: ['[/', '/]'],
  record: ['[/', '/]'],
  transfer: ['([', '])'],
  callback: ['[/', '/]'],
  flow: ['([', '])'],
  'hang-up': ['([', '])'],
}

/** The flow of that name. The same definition gives the same text. @throws TypeError when there is no such flow. */
export const drawFlow = (given: IvrSections, flow: string, { language }: DrawOptions = {}): string => {
  const sections = withDefaults(given)
  const steps = createGraph(sections).steps.filter((step) => step.flow === flow)
  if (steps.length === 0) throw new TypeError(`there is no flow called '${flow}'`)
  // Numbers, as a step may be called what Mermaid keeps for itself, such as `end`.
  const ids = new Map(steps.map((step, i) => [step, `s${i}`]))
  const spoken = language ?? (sections.languages[0] as string)
  return [
    'flowchart TD',
    ...steps.map((step) => `  ${ids.get(step)}${boxOf(step, sections, spoken)}`),
    ...steps.flatMap((step) => arrowsOf(step, ids)),
  ].join('\n')
}

const boxOf = (node: GraphStep, sections: FullSections, language: string): string => {
  const { step, name } = node
  const [open, close] = shapes[step.step] ?? ['[', ']']
  const lines = [`${name}: ${step.step}`, kindOfStep(step).label(step), textOf(step, sections, language)]
  if (step.step === 'menu' && sections.menus.back !== undefined && !(sections.menus.back in step.on)) {
    lines.push(`${sections.menus.back} goes back`)
  }
  const text = lines.filter((line) => line !== '').map((line) => plainText(shorten(line)))
  return `${open}"${text.join('<br>')}"${close}`
}

/** What is heard at a step. */
const textOf = (step: GraphStep['step'], { prompts, languages }: FullSections, language: string): string => {
  if (!('prompt' in step) || step.prompt === undefined) return ''
  const names = typeof step.prompt === 'string' ? [step.prompt] : step.prompt
  const first = languages[0] as string
  return names
    .map((name) => promptText(prompts, name, language, first) ?? '')
    .join(' ')
    .trim()
}

/** One arrow for all edges to the same step; dotted where only silence leads. */
const arrowsOf = (step: GraphStep, ids: ReadonlyMap<GraphStep, string>): string[] => {
  const ways = new Map<GraphStep, GraphEdge[]>()
  for (const edge of step.edges) {
    if (edge.target.flow === step.flow) ways.set(edge.target, [...(ways.get(edge.target) ?? []), edge])
  }
  return [...ways].map(([target, edges]) => {
    const labels = edges.map(({ when }) => when).filter((when) => when !== 'then')
    const silent = edges.every((edge) => edge.by === 'silence')
    const label = labels.length === 0 ? '' : `|"${plainText(labels.join(', '))}"|`
    return `  ${ids.get(step)} ${silent ? '-.->' : '-->'}${label} ${ids.get(target)}`
  })
}

const longestLine = 60
const shorten = (text: string): string => (text.length > longestLine ? `${text.slice(0, longestLine - 3)}...` : text)
const plainText = (text: string): string =>
  text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')
