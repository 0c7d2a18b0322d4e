//! The waist: the AWS settings we want or saw, in the words of AWS.
