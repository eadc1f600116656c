import { expect, test } from 'vitest'
import { script } from '../../test/script.js'
import { createSurveyResults, meanAnswer, mergeSurveyResults } from './survey-results.js'

test('I5 survey: answers are counted by question, queue and agent, and add up', () => {
  const results = createSurveyResults()
  script()
    .at(0, 'survey.answered', { question: 'happy', answer: '5', agent: 'ana', queue: 'service' })
    .at(1, 'survey.answered', { question: 'happy', answer: '4', agent: 'ana', queue: 'service' })
    .at(2, 'survey.answered', { question: 'happy', answer: '5', agent: 'ana', queue: 'service' })
    .at(3, 'survey.answered', { question: 'again', answer: 'yes', agent: null, queue: null })
    .play(results.listeners)
  const rows = results.snapshot()
  expect(rows).toEqual([
    { question: 'again', queue: null, agent: null, answers: { yes: 1 } },
    { question: 'happy', queue: 'service', agent: 'ana', answers: { '4': 1, '5': 2 } },
  ])
  expect(rows.map(meanAnswer)).toEqual([null, 14 / 3])
  expect(mergeSurveyResults(rows, JSON.parse(JSON.stringify(rows)))[1]?.answers).toEqual({ '4': 2, '5': 4 })
})
