import styles from './Swatch.module.css'

/** The colour of a class of cells, or the hatching of cells that have too few; beside it stands what it means. */
export function Swatch({ colour }: { readonly colour: string | undefined }) {
  return colour === 'hatched' ? (
    <span className={styles['swatch']} data-hatched="true" aria-hidden="true" />
  ) : (
    <span className={styles['swatch']} style={{ background: colour }} aria-hidden="true" />
  )
}
