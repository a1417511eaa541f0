/** The API's shapes by short names; the shapes themselves are generated from its OpenAPI document. */

export interface Named { id: string; name: string }
export interface Member { id: string; name: string; branch: Named; path: (Named & { kind: string })[]; roles: { role: string; organization: Named }[] }
export interface Option { id: string; text: string }
export type Kind = 'single' | 'multiple' | 'true_false' | 'blank' | 'ordering' | 'matching'
export interface Question { number: number; kind: Kind; stem: string; options: Option[]; left: Option[]; right: Option[]; gaps: number; seconds: number | null }
export interface Attempt { id: string; quiz_id: string; state: 'open'; started_at: string; expires_at: string; server_time: string; answered: number[]; questions: Question[] }
export type Response = { options: string[] } | { value: boolean } | { texts: string[] } | { pairs: [string, string][] }
