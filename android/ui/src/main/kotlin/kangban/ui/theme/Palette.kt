package kangban.ui.theme

import androidx.compose.runtime.Immutable
import androidx.compose.ui.graphics.Color

/** The colours by what they mean, as the design tokens have them. */
@Immutable
class Palette(
    /** The page. */
    val ground: Color,
    /** Cards, fields, bars. */
    val surface: Color,
    /** Sheets. */
    val raised: Color,
    /** Hairlines; decoration only. */
    val line: Color,
    /** Edges of controls. */
    val lineStrong: Color,
    /** Text. */
    val ink: Color,
    /** Second lines. */
    val ink2: Color,
    /** What is switched off. */
    val ink3: Color,
    /** The one solid button. */
    val brand: Color,
    /** Words and icons on soft fills. */
    val brandStrong: Color,
    /** What is chosen, what comes next. */
    val brandSoft: Color,
    /** On the solid button. */
    val onBrand: Color,
    /** 120, and what cannot be undone. */
    val urgent: Color,
    /** Its fill. */
    val urgentSoft: Color,
    /** On its solid button. */
    val onUrgent: Color,
    /** Call the ward. */
    val caution: Color,
    /** Its fill. */
    val cautionSoft: Color,
    /** Good to know. */
    val info: Color,
    /** Its fill. */
    val infoSoft: Color,
    /** All is well. */
    val good: Color,
    /** Its fill. */
    val goodSoft: Color,
    /** The ring around what has the focus. */
    val focus: Color,
    /** While it is pressed. */
    val selected: Color,
    /** A chart's second series. */
    val chart2: Color,
    /** A chart's hatching. */
    val hatch: Color,
    /** Behind a sheet. */
    val scrim: Color,
)

internal val lightPalette = Palette(
    ground = Color(0xFFF4F7F6),
    surface = Color(0xFFFFFFFF),
    raised = Color(0xFFFFFFFF),
    line = Color(0xFFD5DEDB),
    lineStrong = Color(0xFF6E7C78),
    ink = Color(0xFF14201D),
    ink2 = Color(0xFF465450),
    ink3 = Color(0xFF5F6E69),
    brand = Color(0xFF0B7365),
    brandStrong = Color(0xFF075A4F),
    brandSoft = Color(0xFFE3F3EF),
    onBrand = Color(0xFFFFFFFF),
    urgent = Color(0xFFB3261E),
    urgentSoft = Color(0xFFFCEBE9),
    onUrgent = Color(0xFFFFFFFF),
    caution = Color(0xFF865400),
    cautionSoft = Color(0xFFFFF3D9),
    info = Color(0xFF1B5FA6),
    infoSoft = Color(0xFFE7F0FA),
    good = Color(0xFF1C7139),
    goodSoft = Color(0xFFE6F4EA),
    focus = Color(0xFF1B5FA6),
    selected = Color(0xFFE8EEF6),
    chart2 = Color(0xFF6E7C78),
    hatch = Color(0xFFC6D0CC),
    scrim = Color(0x9E14201D),
)

internal val darkPalette = Palette(
    ground = Color(0xFF0E1513),
    surface = Color(0xFF17201D),
    raised = Color(0xFF1F2A26),
    line = Color(0xFF31403B),
    lineStrong = Color(0xFF8A9994),
    ink = Color(0xFFEAF1EE),
    ink2 = Color(0xFFB9C6C1),
    ink3 = Color(0xFF9AA9A3),
    brand = Color(0xFF5CCDB8),
    brandStrong = Color(0xFF8BE0CF),
    brandSoft = Color(0xFF12352F),
    onBrand = Color(0xFF06241F),
    urgent = Color(0xFFFF9A90),
    urgentSoft = Color(0xFF3E1512),
    onUrgent = Color(0xFF17201D),
    caution = Color(0xFFF2BE62),
    cautionSoft = Color(0xFF37270A),
    info = Color(0xFF8DBDF2),
    infoSoft = Color(0xFF12283F),
    good = Color(0xFF7FD49A),
    goodSoft = Color(0xFF12301C),
    focus = Color(0xFF8DBDF2),
    selected = Color(0xFF1B2836),
    chart2 = Color(0xFF8A9994),
    hatch = Color(0xFF3C4B46),
    scrim = Color(0x9E0E1513),
)
