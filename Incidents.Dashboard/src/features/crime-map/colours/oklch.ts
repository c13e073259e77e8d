// Björn Ottosson's Oklab: equal steps look equally large. Lightness 0 to 1, chroma from 0, hue in degrees.

export type Rgb = readonly [red: number, green: number, blue: number]

export interface Lch {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}

/** The colour as bytes; chroma that a screen cannot show is taken back, lightness and hue are kept. */
export function rgbOf({ lightness, chroma, hue }: Lch): Rgb {
  let [least, most] = [0, chroma]
  if (isShowable(linearOf(lightness, chroma, hue))) least = chroma
  else
    for (let step = 0; step < 20; step++) {
      const middle = (least + most) / 2
      if (isShowable(linearOf(lightness, middle, hue))) least = middle
      else most = middle
    }
  return linearOf(lightness, least, hue).map((part) =>
    Math.round(255 * encoded(Math.min(1, Math.max(0, part)))),
  ) as unknown as Rgb
}

/** Oklab's lightness and its two axes of colour. */
export function oklabOf(rgb: Rgb): readonly [lightness: number, a: number, b: number] {
  const [r, g, b] = rgb.map((part) => decoded(part / 255)) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

export const decoded = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
export const encoded = (part: number) => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055)

function linearOf(lightness: number, chroma: number, hue: number): readonly [number, number, number] {
  const angle = (hue * Math.PI) / 180
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

const isShowable = (linear: readonly number[]) => linear.every((part) => part >= -1e-6 && part <= 1 + 1e-6)
