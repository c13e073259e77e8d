import type { GroundColours } from './groundColours'

// Without an address of glyphs MapLibre draws them itself, from the fonts of the page: nothing is loaded, and every letter is there
// that the page has. The first name is no font but the weight.
const fonts = ['system-ui', 'Segoe UI', 'Roboto', 'Noto Sans', 'Liberation Sans', 'DejaVu Sans']
export const letters: readonly string[] = ['Semibold', ...fonts]
export const lightLetters: readonly string[] = ['Medium', ...fonts]

/** Keeps labels legible over cells. */
export const halo = ({ halo }: GroundColours) => ({
  'text-halo-color': halo,
  'text-halo-width': 1.6,
  'text-halo-blur': 0.4,
})
