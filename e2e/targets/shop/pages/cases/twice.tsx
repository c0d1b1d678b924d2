import type { GetServerSideProps } from 'next'
import { useRouter } from 'next/router'
import { useEffect, useRef } from 'react'
import { CasePage } from '../../components/CasePage'

interface Props {
  at: string
}

export const getServerSideProps: GetServerSideProps<Props> = async () => ({ props: { at: new Date().toISOString() } })

export default function Twice({ at }: Props) {
  const router = useRouter()
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void router.replace(router.asPath)
  }, [router])
  return (
    <CasePage title="Runs twice" what="The page asks for itself again as soon as it is there.">
      <p>{at}</p>
    </CasePage>
  )
}
