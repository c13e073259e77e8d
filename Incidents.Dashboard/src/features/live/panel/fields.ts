import type { FormName } from './commands'

/** A field of a form: its name also names its label and its choices. */
export interface FieldSpec {
  readonly name: string
  /** How its choices are found; a line of text where it has none. */
  readonly from?: 'own' | 'categories' | 'falseReasons' | 'verdicts' | 'incidents' | 'people'
  /** The codes of its own choices. */
  readonly codes?: readonly string[]
  readonly isOptional?: boolean
  /** The most letters of a text. */
  readonly most?: number
}

const reason: FieldSpec = { name: 'reason', most: 500 }
const category: FieldSpec = { name: 'category', from: 'categories' }
const incident: FieldSpec = { name: 'incident', from: 'incidents' }
/** The codes that the catalogue of outcomes gives a meaning (`resolutions` of outcomes.json). */
const outcome: FieldSpec = {
  name: 'outcome',
  from: 'own',
  codes: ['done', 'detained', 'assisted', 'nothing-found', 'unfounded', 'false-alarm', 'hoax'],
}

const forms: Readonly<Partial<Record<FormName, readonly FieldSpec[]>>> = {
  handOver: [
    { name: 'person', from: 'people', most: 200 },
    { name: 'note', isOptional: true, most: 2_000 },
  ],
  takeOver: [reason],
  openIncident: [category, { name: 'description', isOptional: true, most: 2_000 }],
  linkIncident: [incident],
  dismissAlert: [{ name: 'falseReason', from: 'falseReasons' }],
  judge: [{ name: 'verdict', from: 'verdicts' }],
  escalate: [
    { name: 'service', from: 'own', codes: ['102', '101', '103', '104', '112'] },
    { name: 'escalation', from: 'own', codes: ['injury', 'illness', 'fire', 'accident', 'hooliganism', 'other'] },
  ],
  callBack: [{ name: 'reached', from: 'own', codes: ['yes', 'no'] }],
  endCall: [outcome],
  dismissViolation: [
    {
      name: 'notViolation',
      from: 'own',
      codes: ['unreadable', 'no-offence', 'emergency-vehicle', 'recorder-fault', 'other'],
    },
  ],
  hold: [{ name: 'note', most: 2_000 }],
  lift: [{ name: 'lifting', from: 'own', codes: ['checked', 'recorder-checked', 'other'] }],
  resolve: [outcome],
  reopen: [reason],
  categorise: [category],
  correct: [{ name: 'street', isOptional: true, most: 500 }, reason],
  number: [
    { name: 'book', from: 'own', codes: ['KUI', 'ERDR'] },
    { name: 'number', isOptional: true, most: 60 },
  ],
  hazard: [category, { name: 'hazard', most: 2_000 }],
  liftHazard: [reason],
  merge: [incident],
  divert: [incident],
  untick: [{ name: 'unticked', from: 'own', codes: ['mistake', 'not-done', 'other'] }],
}

/** The fields of a form; none where it only asks whether it is meant. */
export const fieldsOf = (name: FormName): readonly FieldSpec[] => forms[name] ?? []
