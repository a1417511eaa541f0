/** Calls as the API's document has them: which addresses there are, and what each takes and gives. */

import type { components, paths } from './schema'

export type Shapes = components['schemas']
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

type Root = '/api/v1'
type Addresses = { [Whole in keyof paths as Whole extends `${Root}${infer Path}` ? Path : never]: paths[Whole] }
type Operation<M extends Method, Path extends keyof Addresses> = Addresses[Path][Lowercase<M> & keyof Addresses[Path]]

/** The addresses that answer to a method. */
export type Path<M extends Method> = { [Path in keyof Addresses]: Operation<M, Path> extends { responses: unknown } ? Path : never }[keyof Addresses]

type Parameters<Op, Place extends 'path' | 'query'> = Op extends { parameters: { [Name in Place]?: infer Values } } ? Values : never
type Body<Op> = Op extends { requestBody: { content: { 'application/json': infer Sent } } } ? Sent : never
type Content<Answer> = Answer extends { content: { 'application/json': infer Received } } ? Received : null
type Success<Op> = Op extends { responses: infer Answers } ? Answers[keyof Answers & (200 | 201 | 204)] : never

/** What a call is answered with; null where the answer has no content. */
export type Reply<M extends Method, P extends Path<M>> = Content<Success<Operation<M, P>>>

/** A part of a call that must be given, may be given, or has no place. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [Key in Name]?: never }
  : undefined extends Value
    ? { [Key in Name]?: Value }
    : { [Key in Name]: Value }

/** What a call takes beside its address. */
export type Given<M extends Method, P extends Path<M>> = Part<'path', Parameters<Operation<M, P>, 'path'>> &
  Part<'query', Parameters<Operation<M, P>, 'query'>> &
  Part<'body', Body<Operation<M, P>>>

/** The same as arguments: none where nothing must be given. */
export type Rest<M extends Method, P extends Path<M>> = object extends Given<M, P> ? [given?: Given<M, P>] : [given: Given<M, P>]

type Values = Record<string, string | number | boolean | undefined>

/** `path` with its parameters filled in; parameters that are undefined or empty are left out of the query. */
export function address(path: string, given: { path?: unknown; query?: unknown } = {}): string {
  const places = (given.path ?? {}) as Values
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(places[name])))
  const query = Object.entries((given.query ?? {}) as Values).filter(([, value]) => value !== undefined && value !== '')
  return query.length ? `${filled}?${query.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}` : filled
}
