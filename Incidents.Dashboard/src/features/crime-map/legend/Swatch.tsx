import styles from './Swatch.module.css'

/** The colour of a class of cells, or the hatching of cells with too few; a text beside it says what it means. */
export function Swatch({ colour }: { readonly colour: string | undefined }) {
  return colour === 'hatched' ? (
    <span className={styles['swatch']} data-hatched="true" aria-hidden="true" />
  ) : (
    <span className={styles['swatch']} style={{ background: colour }} aria-hidden="true" />
  )
}
