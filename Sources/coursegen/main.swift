import Glibc
import Terminal

exit(Program.run(Array(Swift.CommandLine.arguments.dropFirst())))
