import Kit
import Testing

struct DeviceClockTests {
  @Test func theClockThatNobodySetsNeverGoesBack() {
    let clock = SystemClock()
    let first = clock.now()
    let second = clock.now()
    #expect(second.monoMs >= first.monoMs)
    #expect(!first.zone.isEmpty)
  }
}
