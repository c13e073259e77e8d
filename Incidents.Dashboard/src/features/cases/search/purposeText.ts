import { needsPurpose as namesSomebody } from '@shared/session/purpose'

/** Whether a text searches for a person or plate; a pattern of plates does, too. The server decides, this only asks in time. */
export const needsPurpose = (text: string) => namesSomebody(text) || /[*?]/.test(text)
