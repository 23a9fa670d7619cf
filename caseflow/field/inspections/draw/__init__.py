"""The double random draw (双随机): objects and officers from stated pools, by a published seed."""
