import styles from './Swatch.module.css'

/** The colour of a class of cells, or the hatching of cells with too few or of towns without data; a text says what it means. */
export function Swatch({ colour }: { readonly colour: string | undefined }) {
  return colour === 'hatched' || colour === 'noData' || colour === 'partData' ? (
    <span className={styles['swatch']} data-hatching={colour} aria-hidden="true" />
  ) : (
    <span className={styles['swatch']} style={{ background: colour }} aria-hidden="true" />
  )
}
