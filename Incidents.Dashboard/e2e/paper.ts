import type { Page } from '@playwright/test'
import { execFile, spawnSync } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const folder = 'screenshots'

/** Without Poppler, printed pages cannot be looked at. */
export const hasPoppler = () => spawnSync('pdftoppm', ['-v']).error === undefined

interface Word {
  readonly text: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** One sheet as it comes out of the printer. */
export interface Sheet {
  readonly words: readonly Word[]
  readonly text: string
  readonly picture: Picture
}

/** Three bytes a pixel, row by row. */
interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Buffer
}

/** Prints the page, and renders each sheet to a picture, which is kept as `screenshots/NAME-1.ppm`, and to its words. */
export async function sheetsOf(page: Page, name: string): Promise<Sheet[]> {
  await mkdir(folder, { recursive: true })
  const path = `${folder}/${name}`
  await page.pdf({ path: `${path}.pdf`, preferCSSPageSize: true })
  await run('pdftoppm', ['-r', '60', `${path}.pdf`, path])
  const { stdout } = await run('pdftotext', ['-bbox', `${path}.pdf`, '-'], { maxBuffer: 64 * 1024 * 1024 })
  const pages = stdout.split('<page ').slice(1)
  const digits = String(pages.length).length
  return Promise.all(
    pages.map(async (words, index) => {
      const found = wordsOf(words)
      const picture = await readPicture(`${path}-${String(index + 1).padStart(digits, '0')}.ppm`)
      return { words: found, text: found.map(({ text }) => text).join(' '), picture }
    }),
  )
}

const wordsOf = (page: string): Word[] =>
  [...page.matchAll(/<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)<\/word>/g)].map(
    ([, left, top, right, bottom, text = '']) => ({
      text,
      left: Number(left),
      top: Number(top),
      right: Number(right),
      bottom: Number(bottom),
    }),
  )

async function readPicture(path: string): Promise<Picture> {
  const file = await readFile(path)
  const [head = '', size = ''] = /^P6\s+(\d+ \d+)\s+255\s/.exec(file.subarray(0, 40).toString('latin1')) ?? []
  const [width = 0, height = 0] = size.split(' ').map(Number)
  return { width, height, pixels: file.subarray(head.length) }
}

/** Pairs of words that lie over each other by more than a quarter of the smaller one. */
export function overlaps({ words }: Sheet): string[] {
  const sorted = [...words].sort((a, b) => a.top - b.top)
  const area = (word: Word) => (word.right - word.left) * (word.bottom - word.top)
  return sorted.flatMap((word, index) => {
    const found: string[] = []
    for (const other of sorted.slice(index + 1)) {
      if (other.top >= word.bottom) break
      const width = Math.min(word.right, other.right) - Math.max(word.left, other.left)
      const height = Math.min(word.bottom, other.bottom) - Math.max(word.top, other.top)
      if (width > 0 && height > 0 && width * height > 0.25 * Math.min(area(word), area(other)))
        found.push(`${word.text} | ${other.text}`)
    }
    return found
  })
}

type Colour = readonly [red: number, green: number, blue: number]

/** Share of the pixels of a part of the picture, given in shares of its width and height, that are like this. */
export function shareOf(
  { width, height, pixels }: Picture,
  isWanted: (colour: Colour) => boolean,
  [left, top, right, bottom]: readonly [number, number, number, number] = [0, 0, 1, 1],
): number {
  let wanted = 0
  let all = 0
  for (let y = Math.floor(top * height); y < Math.floor(bottom * height); y++)
    for (let x = Math.floor(left * width); x < Math.floor(right * width); x++) {
      const at = 3 * (y * width + x)
      all += 1
      if (isWanted([pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0])) wanted += 1
    }
  return wanted / all
}

export const isDark = ([red, green, blue]: Colour) => red + green + blue < 3 * 128
export const isWhite = ([red, green, blue]: Colour) => red + green + blue > 3 * 250
/** The blue of lines in charts. */
export const isAccent = ([red, green, blue]: Colour) => blue > 140 && blue - red > 80 && green < 150
