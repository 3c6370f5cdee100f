# Measurements
measure-kinds-title = What did you measure?
measure-temperature = Temperature
measure-pressure = Blood pressure
measure-heart-rate = Heart rate
measure-oxygen = Oxygen
measure-glucose = Blood sugar
measure-weight = Weight
measure-sleep-duration = Time asleep
part-systolic = Upper value (systolic)
part-diastolic = Lower value (diastolic)
measure-missing = Please fill in: { $label }
measure-unreadable = { $label }: please enter digits only
measure-out-of-range = Please enter a number from { $low } to { $high }
measure-order = The lower value should be below the upper one. Please check that they are not swapped
measure-whole = Please enter a whole number
measure-one-decimal = At most one digit after the point
measure-unusual = { $label }: is { $value } right? It is far from usual. If it is right, press save again
