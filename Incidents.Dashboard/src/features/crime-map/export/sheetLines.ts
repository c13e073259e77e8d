import type { Sheet } from './useSheet'

/** A line of text beside the picture. */
export interface Line {
  readonly text: string
  readonly font: string
  readonly height: number
  readonly isNote: boolean
  /** A swatch of a class, or of a hatching. */
  readonly colour?: string
  readonly hatch?: 'cells' | 'town'
}

type Measure = (text: string, font: string) => number

const bold = '600 15px'
const plain = '13px'
const indent = 30

/** Legend and facts, broken into lines of that width. */
export function sheetLines({ legend, facts }: Sheet, width: number, measure: Measure): readonly Line[] {
  const lines: Line[] = []
  const add = (text: string, font: string, isNote: boolean, sign: Pick<Line, 'colour' | 'hatch'> = {}) => {
    const free = width - (Object.keys(sign).length > 0 ? indent : 0)
    wrapped(text, free, (part) => measure(part, font)).forEach((part, index) =>
      lines.push({ text: part, font, height: font === bold ? 22 : 19, isNote, ...(index === 0 ? sign : {}) }),
    )
  }
  add(legend.title, bold, false)
  for (const line of legend.about) add(line, plain, true)
  for (const { colour, label, cells } of legend.rows) add(`${label} · ${cells}`, plain, false, { colour })
  if (legend.hatched !== null) add(legend.hatched, plain, true, { hatch: 'cells' })
  for (const { text } of legend.noData) add(text, plain, true, { hatch: 'town' })
  for (const { label, value } of facts) add(`${label}: ${value}`, plain, true)
  return lines
}

/** Breaks a text between words; a word that is longer than a line is broken anywhere. */
export function wrapped(text: string, width: number, measure: (part: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (measure(longer) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (measure(line) > width && line.length > 1) {
      let fits = line.length - 1
      while (fits > 1 && measure(line.slice(0, fits)) > width) fits--
      lines.push(line.slice(0, fits))
      line = line.slice(fits)
    }
  }
  return [...lines, line]
}
