import type { FoundPlace } from './useFindPlaces'

const paths: Readonly<Record<FoundPlace['kind'], string>> = {
  STREET: 'M5 14 7 2M11 14 9 2M8 3v2M8 7v2M8 11v2',
  PLACE: 'M8 14.5S13 9.8 13 6.3a5 5 0 0 0-10 0c0 3.5 5 8.2 5 8.2ZM8 8a1.7 1.7 0 1 0 0-3.4A1.7 1.7 0 0 0 8 8Z',
  DEVICE: 'M2 5h8v6H2zM10 7l4-2v6l-4-2',
  INCIDENT: 'M8 2 14.5 13.5h-13zM8 6.5v3M8 11.2v.6',
}

/** What kind of thing was found; the heading of its group says so too. */
export const FoundIcon = ({ kind }: { readonly kind: FoundPlace['kind'] }) => (
  <svg
    viewBox="0 0 16 16"
    width="16"
    height="16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.4"
    aria-hidden="true"
  >
    <path d={paths[kind]} strokeLinecap="round" strokeLinejoin="round" />
  </svg>
)
