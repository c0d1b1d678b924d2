import { isbotMatch } from 'isbot'

/** Who sent a request, as far as its User-Agent says; `sign`: the part of it that says so. */
export type Sender = { readonly kind: 'browser' | 'tool' | 'bot' | 'health-check' | 'unknown'; readonly sign: string }

const HEALTH_CHECKERS =
  /\b(kube-probe|GoogleHC|ELB-HealthChecker|Amazon-Route53-Health-Check|Consul Health Check|Envoy\/HC|HealthCheck|health[-_ ]?check(?:er)?|RailwayHealthCheck|AlwaysOn|GoogleStackdriverMonitoring|UptimeRobot|Uptime-Kuma|Pingdom|StatusCake|Better (?:Uptime|Stack)|Site24x7|NewRelicPinger|DatadogSynthetics|check_http|Zabbix|Blackbox[- ]Exporter)\b/i
const TOOLS =
  /^(node|undici)$|\b(curl|Wget|HTTPie|xh|PostmanRuntime|insomnia|bruno-runtime|Thunder Client|RapidAPI|node-fetch|axios|got|superagent|supertest|python-requests|python-httpx|aiohttp|Python-urllib|Go-http-client|okhttp|Apache-HttpClient|Java|Ruby|Faraday|libwww-perl|Dart|Deno|Bun|WindowsPowerShell|PowerShell|autocannon|k6|ApacheBench|wrk|vegeta|Artillery|hey)\/|^got \(|^Ruby$/i

const CRAWLS = /bot\b|bot[-/_]|crawl|spider|slurp|externalhit|preview|archiver|\+https?:/i

/** User agents seen of late; the same few come again and again, and a look at one costs some microseconds. */
const KNOWN_AT_MOST = 500
const known = new Map<string, Sender>()

export function senderOf(userAgent: string | null): Sender {
  const text = userAgent ?? ''
  const before = known.get(text)
  if (before) return before
  const sender = look(text)
  if (known.size >= KNOWN_AT_MOST) known.clear()
  known.set(text, sender)
  return sender
}

function look(text: string): Sender {
  const checker = HEALTH_CHECKERS.exec(text)
  if (checker) return { kind: 'health-check', sign: checker[0] }
  // isbot counts tools among the bots, so they come first.
  const tool = TOOLS.exec(text)
  if (tool) return { kind: 'tool', sign: tool[0].replace(/[/(\s]+$/, '') }
  // A browser that a test drives is a browser: it asks for what browsers ask for.
  const bot = isbotMatch(text.replace(/HeadlessChrome/g, 'Chrome'))
  if (bot !== null && (CRAWLS.test(text) || /^Mozilla\//.test(text))) return { kind: 'bot', sign: bot }
  // isbot takes every name that is no browser's for a bot's; most are a program of somebody's own.
  if (bot !== null) return { kind: 'tool', sign: text.slice(0, 60) }
  return { kind: /^Mozilla\/5\.0 /.test(text) ? 'browser' : 'unknown', sign: '' }
}
