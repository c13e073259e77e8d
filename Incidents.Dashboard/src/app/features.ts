import { crimeMap } from '../features/crime-map/feature'
import { incidents } from '../features/incidents/feature'
import { ingest } from '../features/ingest/feature'

/** What the navigation shows, in its order. */
export const features = [crimeMap, incidents, ingest]
