/**
 * The catalogue, one product a line: name | maker | category | price | was | art | colours (main, second, wall) | material |
 * size | blurb. Ids are line numbers from 1.
 */
const TABLE = `
Halo pendant | Ida Lindqvist | lamps | 189 | | globe | #e8b04b #8a5a2b #efe6d8 | opal glass, brass | ø 32 cm | One sphere of mouth-blown opal glass, held by a single brass pin.
Kvist dining chair | Oak & Sons | chairs | 245 | | dining-chair | #b98552 #6d4a2a #e6ebe4 | oiled oak, paper cord | 48 × 52 × 79 cm | A light chair with a steam-bent back and a seat woven from 120 metres of cord.
Mossa lounge chair | Studio Fjell | chairs | 890 | 990 | lounge | #4f6b57 #8f6a45 #ece5da | bouclé, walnut | 76 × 80 × 74 cm | Low, wide and hard to leave. The cover comes off and goes into the machine.
Dome lamp no. 3 | Ida Lindqvist | lamps | 265 | | dome | #2f4a3f #d8a24a #efe8dc | spun steel | ø 42 cm | Deep green outside, warm brass inside; it lights the table and nothing else.
Torp floor lamp | Lichtwerk | lamps | 320 | | floor-lamp | #e9d9bb #3a342d #e4e8ea | linen, blackened steel | 150 cm | A reading light with a linen shade and a foot heavy enough for dogs.
Slow clock | Emmer | objects | 95 | | clock | #f4efe6 #2b2925 #d9dfd6 | ash, aluminium | ø 28 cm | One hand, twelve hours. You will be about on time.
Brick vase | Marta Sol | objects | 68 | | vase | #b9583c #8b3f2b #efe6da | stoneware | 24 cm | Thrown in one piece, glazed inside, left raw outside.
Alm round table | Oak & Sons | tables | 1150 | | round-table | #a87847 #6f4b2b #ebe7df | solid oak | ø 120 cm | Four people, or six who like each other.
Arc floor lamp | Lichtwerk | lamps | 540 | 620 | arc | #2b2925 #d8a24a #e8e2d6 | steel, marble | 198 cm | Ceiling light for rooms that have no hook in the ceiling.
Bo stool | Studio Fjell | chairs | 129 | | stool | #c99b66 #7d5733 #e3e8e6 | birch | 36 × 36 × 45 cm | Seat, step and bedside table.
Havn sofa | Studio Fjell | chairs | 2190 | | sofa | #6c7f93 #8f6a45 #ece6db | wool, oak | 210 × 88 × 76 cm | Two and a half seats in heavy Norwegian wool.
Ladder shelf | Emmer | storage | 410 | | shelf | #b98552 #6d4a2a #e7ebe6 | ash | 90 × 32 × 180 cm | Leans on the wall, holds more than it looks.
Pebble table lamp | Marta Sol | lamps | 148 | | table-lamp | #d98e73 #f3e4cf #e6e9e4 | stoneware, linen | 38 cm | A foot shaped by hand, a shade sewn to fit it.
Round mirror | Emmer | objects | 175 | | mirror | #b98552 #dfe7ea #ece5da | oak, glass | ø 60 cm | A thin oak ring around a good mirror.
Writing desk | Oak & Sons | tables | 780 | | desk | #9c6c3f #5f4026 #e4e9e7 | walnut | 120 × 60 × 74 cm | One drawer, room for a lamp and a thought.
Field rug | Weaver & Kin | objects | 390 | | rug | #8aa08a #e7dcc6 #ece7de | wool | 170 × 240 cm | Flat-woven in undyed and plant-dyed wool.
Pleat pendant | Lichtwerk | lamps | 215 | | pendant | #f0e4cc #8f6a45 #dfe6e2 | pleated paper | ø 50 cm | Folded by hand from one sheet, 72 pleats.
Kvist armchair | Oak & Sons | chairs | 365 | | dining-chair | #3a342d #b98552 #ebe5d9 | black ash, leather | 56 × 54 × 79 cm | The Kvist, with arms and a saddle-leather seat.
Dome lamp no. 1 | Ida Lindqvist | lamps | 195 | | dome | #c2543a #f0c987 #ebe7df | spun steel | ø 28 cm | The smallest dome, in brick red, for above the sink or in threes.
Long table | Oak & Sons | tables | 1690 | | table | #b98552 #6d4a2a #e5eae6 | solid oak | 220 × 92 × 74 cm | Boards from one trunk, laid as they grew.
Halo table lamp | Ida Lindqvist | lamps | 159 | | table-lamp | #caa15a #fbf3e2 #e3e7ea | opal glass, brass | 34 cm | The Halo sphere, come down to the bedside.
Mossa footstool | Studio Fjell | chairs | 290 | | stool | #4f6b57 #8f6a45 #efe8dc | bouclé, walnut | 54 × 44 × 40 cm | What the Mossa chair was missing.
Tall vase | Marta Sol | objects | 92 | | vase | #3d5a6c #2c4150 #eae6df | stoneware | 38 cm | For branches rather than flowers.
Wall shelf | Emmer | storage | 140 | | shelf | #d9c3a0 #8f6a45 #e1e7e5 | ash | 80 × 22 × 60 cm | Two boards, four pegs, no visible screws.
Reading arc | Lichtwerk | lamps | 385 | 430 | arc | #8f6a45 #f0c987 #e6e9ea | oak, steel | 165 cm | An arc of laminated oak that bends over the armchair.
Bar stool Bo | Studio Fjell | chairs | 219 | | stool | #3a342d #8f6a45 #e9e4d9 | black birch | 38 × 38 × 65 cm | The Bo stool on longer legs.
Side table | Oak & Sons | tables | 230 | 280 | round-table | #5f4026 #3d2918 #e8ece9 | walnut | ø 45 cm | Exactly one book and one cup.
Small opal pendant | Ida Lindqvist | lamps | 139 | | globe | #f4d58d #3a342d #dde4e1 | opal glass, steel | ø 18 cm | A small moon; three of them make an evening.
Harbour rug | Weaver & Kin | objects | 450 | | rug | #51677a #e7dcc6 #efe9df | wool | 200 × 300 cm | Stripes like the water at four in the afternoon.
Studio desk | Emmer | tables | 940 | | desk | #d9c3a0 #7d5733 #e6eae8 | ash, linoleum | 150 × 75 × 74 cm | A big calm surface in mushroom-grey linoleum.
Fold chair | Emmer | chairs | 165 | | dining-chair | #c2543a #8f3d2a #e8ece8 | beech | 46 × 50 × 78 cm | Folds flat, hangs on a nail, looks good doing it.
Night clock | Emmer | objects | 110 | | clock | #2b3a42 #f0e4cc #eae4d8 | oak, steel | ø 28 cm | The slow clock for those who are up late.
Paper moon | Lichtwerk | lamps | 89 | | pendant | #fbf3e2 #b98552 #d9e1dd | rice paper | ø 60 cm | Light as it sounds; comes folded in an envelope.
Havn armchair | Studio Fjell | chairs | 1190 | | lounge | #b0684d #6d4a2a #e4e8e4 | wool, oak | 84 × 82 × 76 cm | The Havn sofa for one.
Oval mirror | Emmer | objects | 210 | | mirror | #2b2925 #e3eaec #ebe3d6 | black ash, glass | 50 × 70 cm | Hangs upright or lying.
Book tower | Emmer | storage | 520 | | shelf | #6d4a2a #3d2918 #ece7dd | walnut | 60 × 30 × 190 cm | Forty shelves of one book each, or the other way round.
Café table | Oak & Sons | tables | 420 | | round-table | #e9e4da #3a342d #dfe6e4 | marble, cast iron | ø 70 cm | The kind that wobbles in Paris. This one does not.
Lantern | Marta Sol | lamps | 120 | | table-lamp | #2f4a3f #f5dfae #ece5da | stoneware, paper | 26 cm | Rechargeable; eight evenings on the balcony.
Dome lamp XL | Ida Lindqvist | lamps | 430 | | dome | #efe6d8 #d8a24a #d5dfda | spun steel | ø 60 cm | One lamp for the long table.
Bench Alm | Oak & Sons | chairs | 540 | | table | #c99b66 #7d5733 #e9e4da | solid oak | 160 × 34 × 45 cm | For the hall, the long table or the end of the bed.
`

/** @typedef {import('../lib/types').Product} Product */

/** @type {Product[]} */
export const products = TABLE.trim()
  .split('\n')
  .map((line, index) => {
    const cells = line.split('|').map(cell => cell.trim())
    const [name = '', maker = '', category, price, was, art, colours = '', material = '', size = '', blurb = ''] = cells
    const id = index + 1
    return /** @type {Product} */ ({
      id,
      name,
      maker,
      category,
      price: Number(price),
      was: was ? Number(was) : null,
      art,
      colours: colours.split(' '),
      material,
      size,
      blurb,
      rating: 3.9 + ((id * 7) % 11) / 10,
      reviewCount: 4 + ((id * 13) % 23),
      stock: (id * 5) % 14,
    })
  })

/** On the front page, in this order. */
export const featured = [4, 3, 13, 2, 17, 8, 9, 14]
