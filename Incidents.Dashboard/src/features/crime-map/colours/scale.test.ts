import { describe, expect, it } from 'vitest'
import { decoded, encoded, oklabOf, rgbOf, type Rgb } from './oklch'
import { changeColours, classOfChange, classOfCount, countColours, spotColours, spotOf } from './scale'

const themes = ['light', 'dark'] as const

// Machado, Oliveira, Fernandes: "A physiologically-based model for simulation of color vision deficiency", 2009; severity 1, linear RGB.
const blindness = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

function seenWith(matrix: readonly number[], rgb: Rgb): Rgb {
  const linear = rgb.map((part) => decoded(part / 255))
  return [0, 1, 2].map((row) => {
    const part = linear.reduce((sum, value, column) => sum + value * (matrix[3 * row + column] ?? 0), 0)
    return 255 * encoded(Math.min(1, Math.max(0, part)))
  }) as unknown as Rgb
}

const difference = (a: Rgb, b: Rgb) => {
  const [first, second] = [oklabOf(a), oklabOf(b)]
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2])
}

const neighbours = (colours: readonly Rgb[]) =>
  colours.slice(1).map((colour, index) => [colours[index] ?? colour, colour] as const)

describe('oklch', () => {
  it('gives the published Oklab of white, red and blue', () => {
    const published: readonly [Rgb, readonly number[]][] = [
      [
        [255, 255, 255],
        [1, 0, 0],
      ],
      [
        [255, 0, 0],
        [0.628, 0.2249, 0.1258],
      ],
      [
        [0, 0, 255],
        [0.452, -0.0325, -0.3115],
      ],
    ]
    for (const [rgb, lab] of published)
      for (const [index, part] of oklabOf(rgb).entries()) expect(part).toBeCloseTo(lab[index] ?? NaN, 3)
  })

  it('takes chroma back where a screen has none, and keeps lightness', () => {
    const [lightness] = oklabOf(rgbOf({ lightness: 0.9, chroma: 0.4, hue: 30 }))
    expect(lightness).toBeCloseTo(0.9, 2)
  })
})

describe.each(themes)('colours of counts, %s', (theme) => {
  const colours = countColours(7, theme)

  it('run evenly in lightness', () => {
    const steps = neighbours(colours).map(([a, b]) => oklabOf(b)[0] - oklabOf(a)[0])
    const mean = steps.reduce((sum, step) => sum + step) / steps.length
    for (const step of steps) expect(Math.abs(step - mean)).toBeLessThan(0.01)
  })

  it.each(Object.entries(blindness))('stay apart with %s', (_, matrix) => {
    for (const [a, b] of neighbours(colours))
      expect(difference(seenWith(matrix, a), seenWith(matrix, b))).toBeGreaterThan(0.06)
  })
})

describe.each(themes)('colours of change and of spots, %s', (theme) => {
  it.each(Object.entries(blindness))('distinguish more from less with %s', (_, matrix) => {
    const change = changeColours(theme).map((rgb) => seenWith(matrix, rgb))
    for (const [index, more] of change.slice(4).reverse().entries())
      expect(difference(change[index] ?? more, more)).toBeGreaterThan(0.1)
    const [hotSure, hot, none, cold, coldSure] = spotColours(theme).map((rgb) => seenWith(matrix, rgb)) as [
      Rgb,
      Rgb,
      Rgb,
      Rgb,
      Rgb,
    ]
    for (const [a, b] of [
      [hot, cold],
      [hotSure, coldSure],
      [hot, none],
      [cold, none],
      [hot, hotSure],
    ] as const)
      expect(difference(a, b)).toBeGreaterThan(0.08)
  })
})

describe('classes', () => {
  it('begin at their breaks', () => {
    const breaks = [1, 5, 19]
    expect([1, 4, 5, 18, 19, 400].map((count) => classOfCount(breaks, count))).toEqual([0, 0, 1, 1, 2, 2])
  })

  it('hold what a withdrawal known too early leaves below nothing', () => {
    expect(classOfCount([1, 5], -1)).toBe(0)
  })

  it('of change are alike in both directions', () => {
    expect([-9, -4.5, -3.1, -3, -1.5, 0, 1.5, 3, 3.1, 4.5, 9].map(classOfChange)).toEqual([
      0, 1, 1, 2, 3, 3, 3, 4, 5, 5, 6,
    ])
  })

  it('of hot spots depend on their q-value', () => {
    expect(spotOf('HOT', 0.004)).toBe('hotSure')
    expect(spotOf('HOT', 0.04)).toBe('hot')
    expect(spotOf('COLD', 0.04)).toBe('cold')
    expect(spotOf('UNDETERMINED', null)).toBe('none')
  })
})
