package kangban.platform

import android.util.AtomicFile
import kangban.types.Notice
import kangban.types.NoticeChosen
import kangban.types.NoticePlan
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.File

/**
 * What is to be shown, what was, and what was pressed, as a value that outlives the process.
 *
 * @property plan the core's last plan
 * @property shown the notices of the plan that were shown, each with the time that it was planned for then
 * @property again when to show a notice once more, because its owner said "later"
 * @property chosen what was pressed and not yet told to the core, in order
 */
internal data class NoticeBook(
    val plan: NoticePlan = NoticePlan(emptyList(), emptyList()),
    val shown: Map<String, Long> = emptyMap(),
    val again: Map<String, Long> = emptyMap(),
    val chosen: List<NoticeChosen> = emptyList(),
) {
    /** What is still to be shown, with the time. */
    fun pending(): List<Pair<Notice, Long>> = plan.notices.mapNotNull { notice ->
        val at = again[notice.id] ?: notice.atMs.takeIf { shown[notice.id] != it }
        at?.let { notice to it }
    }

    /** After a new plan: what was shown or put off stays so while it is planned as it was. */
    fun planned(next: NoticePlan): NoticeBook {
        val before = plan.notices.associate { it.id to it.atMs }
        val same = next.notices.filter { before[it.id] == it.atMs }.map { it.id }.toSet()
        return copy(plan = next, shown = shown.filterKeys(same::contains), again = again.filterKeys(same::contains))
    }

    /** After a notice was shown. */
    fun shown(notice: Notice) = copy(shown = shown + (notice.id to notice.atMs), again = again - notice.id)

    /** After something was pressed. */
    fun chosen(choice: NoticeChosen): NoticeBook {
        val notice = plan.notices.find { it.id == choice.notice }
        val wait = notice?.actions?.find { it.id == choice.action }?.againAfterMs?.toLong() ?: 0
        val later = if (wait > 0) again + (choice.notice to choice.atMs + wait) else again - choice.notice
        return copy(again = later, chosen = chosen + choice)
    }
}

/** Keeps the book in a file. Its words are the notices' own: nothing of a record is in them. */
internal class NoticeStore(folder: File) {
    private val file = AtomicFile(File(folder, "notices"))

    /** The book; an empty one when there is none, or another version of the app wrote it: the core plans anew. */
    fun read(): NoticeBook = try {
        decode(file.readFully())
    } catch (_: Exception) {
        NoticeBook()
    }

    fun write(book: NoticeBook) {
        val out = file.startWrite()
        try {
            out.write(encode(book))
            file.finishWrite(out)
        } catch (full: Exception) {
            file.failWrite(out)
            throw full
        }
    }

    private fun encode(book: NoticeBook): ByteArray {
        val bytes = ByteArrayOutputStream()
        DataOutputStream(bytes).use { out ->
            out.part(book.plan.bincodeSerialize())
            out.times(book.shown)
            out.times(book.again)
            out.writeInt(book.chosen.size)
            book.chosen.forEach { out.part(it.bincodeSerialize()) }
        }
        return bytes.toByteArray()
    }

    private fun decode(bytes: ByteArray): NoticeBook {
        val input = DataInputStream(ByteArrayInputStream(bytes))
        val plan = NoticePlan.bincodeDeserialize(input.part())
        val shown = input.times()
        val again = input.times()
        return NoticeBook(plan, shown, again, List(input.readInt()) { NoticeChosen.bincodeDeserialize(input.part()) })
    }

    private fun DataOutputStream.part(bytes: ByteArray) {
        writeInt(bytes.size)
        write(bytes)
    }

    private fun DataInputStream.part() = ByteArray(readInt()).also(::readFully)

    private fun DataOutputStream.times(times: Map<String, Long>) {
        writeInt(times.size)
        times.forEach { (id, at) ->
            part(id.toByteArray())
            writeLong(at)
        }
    }

    private fun DataInputStream.times() = List(readInt()) { String(part()) to readLong() }.toMap()
}
