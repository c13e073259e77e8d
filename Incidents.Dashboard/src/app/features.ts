import { accessLog } from '../features/access-log/feature'
import { administration } from '../features/administration/feature'
import { analyses } from '../features/analyses/feature'
import { cases } from '../features/cases/feature'
import { crimeMap } from '../features/crime-map/feature'
import { incidents } from '../features/incidents/feature'
import { ingest } from '../features/ingest/feature'
import { kpis } from '../features/kpis/feature'

/** What the navigation shows, in its order. */
export const features = [crimeMap, analyses, incidents, cases, kpis, ingest, accessLog, administration]
